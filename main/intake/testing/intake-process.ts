import { createLocalTransport } from '../../transport/local.ts'
import { createIntake } from '../server.ts'
import { createScriptedConsole, shopDoor } from './scripted-console.ts'

/**
 * An intake as it ships, before a console in memory, in a process of its own: so that its memory can be measured while
 * a test attacks it. Tells its port once, and its resident memory (bytes) whenever it is asked; ends with its parent.
 * The argument `many-connections` lifts the bound on how fast one site may connect, for tests of single frames.
 */
const limits = process.argv.includes('many-connections') ? { connectBurst: 100_000 } : {}
const desk = createScriptedConsole([shopDoor()])
const transport = createLocalTransport()
transport.attachConsole(desk)
const intake = createIntake({ transport, port: 0, widgetFile: '/nowhere/widget.js', clock: Date.now, limits })

process.on('message', () => {
  globalThis.gc?.()
  process.send?.({ resident: process.memoryUsage.rss(), opened: desk.opened.length, received: desk.received.length })
})
process.once('disconnect', () => process.exit(0))
process.send?.({ port: (await intake.start()).port })
