import { createHmac } from 'node:crypto'
import { WebSocket } from 'ws'
import type { ServerFrame } from '#shared/domain/visitor-frames.ts'
import type { FloodOrder, FloodReport } from './flood.ts'

/**
 * Offers messages to an intake as fast as it was ordered to, over as many sockets as it is given, in a process of its
 * own. Whatever closes is opened again; nothing is held back for a refusal, which no widget would do.
 */
const order = JSON.parse(process.argv[2] ?? '') as FloodOrder
const address = `${order.url.replace('http', 'ws')}/v1/visitor?channel=${order.channelId}`

const report: FloodReport = {
  offered: 0,
  acknowledged: [],
  refused: {},
  refusedWithoutRetry: 0,
  closed: {},
  heldBack: 0,
  unanswered: 0,
  connections: 0,
}
const count = (table: Record<string, number>, key: string | number) => {
  table[key] = (table[key] ?? 0) + 1
}

interface Lane {
  socket: WebSocket
  ready: boolean
  /** Sent on this socket and neither acknowledged nor refused. */
  waiting: Set<string>
}

let over = false
const lanes: Lane[] = []

function open(lane: number): void {
  const email = `visitor.${lane}@flood.example`
  const hash = createHmac('sha256', order.secret).update(email).digest('hex')
  const socket = new WebSocket(address, { origin: order.origin })
  const mine: Lane = { socket, ready: false, waiting: new Set() }
  lanes[lane] = mine
  report.connections += 1
  socket.on('error', () => {})
  socket.on('open', () => {
    const identity = JSON.stringify({ email, hash })
    socket.send(JSON.stringify({ type: 'hello', sessionToken: null, identity, form: null, pageUrl: null }))
  })
  socket.on('message', (data) => {
    const frame = JSON.parse((data as Buffer).toString()) as ServerFrame
    if (frame.type === 'opened') mine.ready = true
    else if (frame.type === 'ack') {
      mine.waiting.delete(frame.id)
      report.acknowledged.push(frame.id)
    } else if (frame.type === 'refused') {
      count(report.refused, frame.code)
      if (!frame.retry) report.refusedWithoutRetry += 1
      if (frame.id !== null) mine.waiting.delete(frame.id)
    }
  })
  socket.on('close', (code) => {
    mine.ready = false
    count(report.closed, code)
    if (!over) setTimeout(() => !over && open(lane), 200)
  })
}

for (let lane = 0; lane < order.sockets; lane += 1) open(lane)

const begun = performance.now()
const tick = setInterval(() => {
  const passed = performance.now() - begun
  if (passed >= order.seconds * 1_000) {
    clearInterval(tick)
    end()
    return
  }
  const ready = lanes.filter(({ ready: isReady }) => isReady)
  const due = Math.floor((passed / 1_000) * order.perSecond)
  for (; report.offered < due; report.offered += 1) {
    const lane = ready[report.offered % Math.max(1, ready.length)]
    if (lane === undefined || lane.socket.bufferedAmount > 65_536) {
      report.heldBack += 1
      continue
    }
    const id = `flood-${order.words}-${report.offered}`.replaceAll(' ', '-')
    lane.waiting.add(id)
    lane.socket.send(JSON.stringify({ type: 'message', id, text: `${order.words} ${report.offered}` }))
  }
}, 10)

/** Waits for what is still under way on sockets that are open, and then says what came of it all. */
function end(): void {
  over = true
  const deadline = performance.now() + 10_000
  const look = setInterval(() => {
    const open = lanes.filter(({ socket }) => socket.readyState === WebSocket.OPEN)
    const unanswered = open.reduce((sum, { waiting }) => sum + waiting.size, 0)
    if (unanswered > 0 && performance.now() < deadline) return
    clearInterval(look)
    report.unanswered = unanswered
    process.send?.(report, () => {
      for (const { socket } of lanes) socket.terminate()
      process.disconnect?.()
    })
  }, 20)
}
