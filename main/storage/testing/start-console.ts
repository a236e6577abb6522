import { writeSync } from 'node:fs'
import { startConsole } from '../../testing/console.ts'

/** Starts a console over a profile folder, prints what it says about its database, and closes it. */
const profileFolder = process.argv[2]
if (!profileFolder) throw new Error('name the folder')
const console = await startConsole({ profileFolder })
const notices = console.notices().filter(({ id }) => id === 'storage')
await console.stop()
const lines = notices.map(({ severity, title, message }) => `${severity}: ${title}: ${message}`)
writeSync(1, `${lines.length > 0 ? lines.join('\n') : 'no notice'}\n`)
