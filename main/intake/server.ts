import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import fastify, { type FastifyInstance } from 'fastify'
import { WebSocketServer } from 'ws'
import type { ChannelDoor, Refusal, RefusalCode } from '#shared/domain/envelope.ts'
import type { Clock } from '../clock.ts'
import type { Transport } from '../transport/port.ts'
import { clientName } from './client-name.ts'
import { loopbackHosts, namesThisServer, singleOrigin } from './hosts-and-origins.ts'
import { defaultLimits, type IntakeLimits } from './limits.ts'
import { createRefusalLedger, refusal, statusOfRefusal } from './refusals.ts'
import { serveServerMessages } from './server-messages.ts'
import { boundSilentConnections } from './silent-connections.ts'
import { createVisitorSockets } from './visitor-sockets.ts'

export interface IntakeOptions {
  transport: Transport
  /** 0 takes any free port. */
  port: number
  /** `127.0.0.1` unless told; anything but a loopback address also needs `beyondLoopback`. */
  host?: string
  beyondLoopback?: boolean
  /** Further exact `Host` headers, for a reverse proxy of the site: `chat.example.com`. */
  alsoKnownAs?: readonly string[]
  /** The built widget. Without it, the intake still runs and `/widget.js` says so. */
  widgetFile: string
  clock: Clock
  limits?: Partial<IntakeLimits>
}

export interface Intake {
  /** Resolves with the address when it listens. Rejects with an IntakeStartError. */
  start(): Promise<{ url: string; port: number }>
  /** Closes every connection and reports what was refused. */
  stop(): Promise<void>
}

/** Why the intake could not start. The message says what to do. */
export class IntakeStartError extends Error {
  readonly code: 'port-taken' | 'port-not-allowed' | 'host-not-allowed' | 'failed'

  constructor(code: IntakeStartError['code'], message: string) {
    super(message)
    this.name = 'IntakeStartError'
    this.code = code
  }
}

const loopbackAddresses = new Set(['127.0.0.1', '::1'])
const visitorPath = '/v1/visitor'
/** Methods of each address, for an honest 405. */
const addresses: readonly { pattern: RegExp; methods: readonly string[] }[] = [
  { pattern: /^\/widget\.js$/, methods: ['GET'] },
  { pattern: /^\/health$/, methods: ['GET'] },
  { pattern: /^\/v1\/visitor$/, methods: ['GET'] },
  { pattern: /^\/v1\/channels\/[^/]+\/messages$/, methods: ['POST'] },
]

/** RFC 9110 §15.5.9 and RFC 6585 §5; whatever else the parser refuses is 400. */
const statusOfClientError: Partial<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/**
 * The intake: an HTTP and WebSocket server for visitors' pages and sites' servers, bound to loopback. It bounds and
 * parses what arrives, keeps identity payloads exactly as they were sent, and knows nothing about keys. Whatever it
 * refuses has a code and a sentence, and is counted (`refused` of the console port, at most once a second).
 */
export function createIntake(options: IntakeOptions): Intake {
  const { transport, clock, widgetFile } = options
  const host = options.host ?? '127.0.0.1'
  const limits: IntakeLimits = { ...defaultLimits, ...options.limits }
  const { toConsole } = transport
  let hosts: ReadonlySet<string> = new Set()

  let doorsByChannel: ReadonlyMap<string, ChannelDoor> | null = null
  const doors = () => {
    doorsByChannel ??= new Map(toConsole.doors().map((door) => [door.channelId, door]))
    return doorsByChannel
  }

  const refusals = createRefusalLedger((reports) => toConsole.refused(reports), clock)
  const visitors = createVisitorSockets({ doors, toConsole, limits, clock, refusals })
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.bytes,
    maxFragments: 64,
    maxBufferedChunks: 1_024,
    perMessageDeflate: false,
    handleProtocols: () => false,
  })
  // A handshake that is none; without this, the library answers it in its own words.
  upgrades.on('wsClientError', (_error, socket, request) => {
    refusals.note(null, 'malformed', singleOrigin(request.rawHeaders))
    answerRaw(socket, statusOfRefusal.malformed, refusal('malformed'))
  })

  const app = fastify({
    bodyLimit: limits.bytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    logger: false,
    // Refused before any route is looked for: nothing is known yet about who the request was meant for.
    serverFactory: (handler) => createGuardedServer(limits, handler, (request) => guard(request)),
    // An address that cannot be decoded, or a part of it that is too long. No hook runs here, and the framework's own
    // answer would repeat what was sent.
    frameworkErrors(_error, request, reply) {
      refusals.note(null, 'malformed', singleOrigin(request.raw.rawHeaders))
      reply.hijack()
      answerPlainly(reply.raw, refusal('malformed'))
    },
    // What was no HTTP at all, had too many or too large headers, or did not come to its end in time.
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) {
        socket.destroy()
        return
      }
      const code: RefusalCode = error.code === 'HPE_HEADER_OVERFLOW' ? 'too-large' : 'malformed'
      refusals.note(null, code, null)
      answerRaw(socket, statusOfClientError[error.code] ?? 400, refusal(code))
    },
  })

  const guard = (request: IncomingMessage): Refusal | null => {
    if (namesThisServer(request.rawHeaders, request.url ?? '', hosts)) return null
    refusals.note(null, 'host-not-allowed', singleOrigin(request.rawHeaders))
    return refusal('host-not-allowed')
  }

  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(securityHeaders)) if (!reply.hasHeader(name)) reply.header(name, value)
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const address = addresses.find(({ pattern }) => pattern.test(path))
    if (address === undefined) return reply.code(404).send({ code: 'not-found', sentence: 'There is nothing here.' })
    if (address.methods.includes(request.method)) {
      return reply
        .code(426)
        .header('upgrade', 'websocket')
        .send(spoken(refusal('malformed')))
    }
    refusals.note(null, 'method-not-allowed', singleOrigin(request.raw.rawHeaders))
    return reply
      .code(405)
      .header('allow', address.methods.join(', '))
      .send(spoken(refusal('method-not-allowed')))
  })
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const code: RefusalCode =
      error.statusCode === 413 ? 'too-large' : (error.statusCode ?? 500) < 500 ? 'malformed' : 'console-unavailable'
    refusals.note(null, code, null)
    const status = error.statusCode === 415 ? 415 : statusOfRefusal[code]
    return reply.code(status).send(spoken(refusal(code)))
  })

  app.get('/health', () => ({ status: 'ok' }))
  serveWidget(app, widgetFile)
  serveServerMessages(app, { doors, toConsole, limits, clock, refusals })

  /** No framework stands around this one: whatever it threw would end the process. */
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    try {
      takeUpgrade(request, socket, head)
    } catch {
      refusals.note(null, 'console-unavailable', null)
      socket.destroy()
    }
  }

  const takeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const origin = singleOrigin(request.rawHeaders)
    const turnAway = (code: RefusalCode) => {
      refusals.note(null, code, origin)
      const spokenOf = refusal(code)
      answerRaw(socket, statusOfRefusal[spokenOf.code], spokenOf)
    }
    if (guard(request) !== null) return answerRaw(socket, 421, refusal('host-not-allowed'))
    const [pathname, ...query] = (request.url ?? '').split('?')
    const searchParams = new URLSearchParams(query.join('?'))
    if (pathname !== visitorPath) return turnAway('malformed')
    if (request.method !== 'GET') return turnAway('method-not-allowed')
    // No page has no origin: this is not a browser, and the visitors' way in is for browsers.
    if (origin === null) return turnAway('origin-not-allowed')
    const channels = searchParams.getAll('channel')
    if (channels.length !== 1 || [...searchParams.keys()].length !== 1) return turnAway('malformed')
    const refused = visitors.refusesUpgrade(channels[0] ?? '', origin)
    if (refused !== null) return turnAway(refused)
    const client = clientName(request.headers['user-agent'])
    upgrades.handleUpgrade(request, socket, head, (visitor) =>
      visitors.take(visitor, channels[0] ?? '', origin, client),
    )
  }

  return {
    async start() {
      if (!loopbackAddresses.has(host) && options.beyondLoopback !== true) {
        throw new IntakeStartError('host-not-allowed', 'The intake listens on this machine only. Choose 127.0.0.1.')
      }
      transport.attachIntake({
        reply: (envelope) => visitors.reply(envelope),
        doorsChanged() {
          doorsByChannel = null
          visitors.doorsChanged()
        },
        dropAudience: (audience) => visitors.dropAudience(audience),
      })
      app.server.on('upgrade', upgrade)
      try {
        await app.listen({ host, port: options.port })
      } catch (error) {
        refusals.close()
        await app.close()
        throw startError(error, options.port)
      }
      const { port } = app.server.address() as AddressInfo
      hosts = loopbackHosts(port, options.alsoKnownAs)
      return { url: host === '::1' ? `http://[::1]:${port}` : `http://${host}:${port}`, port }
    },
    async stop() {
      visitors.close()
      await app.close()
      refusals.close()
    },
  }
}

function createGuardedServer(
  limits: IntakeLimits,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  guard: (request: IncomingMessage) => Refusal | null,
): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersWithin,
      requestTimeout: limits.requestWithin,
      keepAliveTimeout: limits.requestWithin,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 8_192,
      insecureHTTPParser: false,
      // Any other protocol that is offered (h2c) may be declined: the request is then answered as it stands.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      const refused = guard(request)
      if (refused === null) {
        handler(request, response)
        return
      }
      answerPlainly(response, refused)
    },
  )
  server.maxConnections = limits.connections
  server.maxHeadersCount = 64
  boundSilentConnections(server, limits.silentConnections)
  return server
}

interface Widget {
  bytes: Buffer
  tag: string
}

async function readWidget(widgetFile: string): Promise<Widget> {
  const bytes = await readFile(widgetFile)
  return { bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
}

function serveWidget(app: FastifyInstance, widgetFile: string): void {
  let loaded: Widget | null = null
  app.get('/widget.js', async (request, reply) => {
    try {
      loaded ??= await readWidget(widgetFile)
    } catch {
      return reply.code(404).send({ code: 'not-found', sentence: 'The widget was not built.' })
    }
    reply
      .header('content-type', 'text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('etag', loaded.tag)
      // Any site may embed the script; what it may do is decided at the socket, by the page's origin.
      .header('cross-origin-resource-policy', 'cross-origin')
    if (request.headers['if-none-match'] === loaded.tag) return reply.code(304).send()
    return reply.send(loaded.bytes)
  })
}

const spoken = ({ code, sentence }: Refusal) => ({ code, sentence })

/** An answer beside the framework, for what is refused before any route. */
function answerPlainly(response: ServerResponse, refused: Refusal): void {
  const body = JSON.stringify(spoken(refused))
  response.writeHead(statusOfRefusal[refused.code], {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  })
  response.end(body)
}

function answerRaw(socket: Duplex, status: number, refused: Refusal): void {
  const body = JSON.stringify(spoken(refused))
  const headers = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`)
  socket.end(
    [
      `HTTP/1.1 ${status} Refused`,
      ...headers,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
  setTimeout(() => socket.destroy(), 1_000).unref()
}

function startError(error: unknown, port: number): IntakeStartError {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'EADDRINUSE') {
    return new IntakeStartError(
      'port-taken',
      `Port ${port} is used by another program, so visitors cannot reach this console. Close the other program, or ` +
        `start with “npm start -- --port=${port < 65_535 ? port + 1 : port - 1}” (or set BONAFIDE_PORT).`,
    )
  }
  if (code === 'EACCES') {
    return new IntakeStartError(
      'port-not-allowed',
      `This account may not listen on port ${port}. Choose one above 1023.`,
    )
  }
  return new IntakeStartError('failed', 'The intake could not start. Choose another port and try again.')
}
