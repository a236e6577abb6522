import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { identityFor } from './back-end.ts'
import type { DemoChannels, DemoHost } from './channels.ts'
import { demoHosts } from './channels.ts'
import type { DemoPagePlan } from './page-plan.ts'
import { demoPages } from './pages.ts'
import { answeredHosts, renderIndexPage, renderShopPage } from './shop-page.ts'
import { shopStyle } from './shop-style.ts'

/** A web site on loopback that listens before it has channels, because the channels must know its origins. */
export interface DemoSite {
  originOf(host: DemoHost): string
  urlOf(plan: DemoPagePlan): string
  /** From now on the pages chat through these channels. */
  useChannels(channels: DemoChannels, intakeUrl: string): void
  close(): Promise<void>
}

/** Starts the demo shop on 127.0.0.1 and a free port; it answers under the host names of `demoHosts`. */
export async function startDemoSite(): Promise<DemoSite> {
  const server = fastify({ logger: false, forceCloseConnections: true })
  let open: { channels: DemoChannels; intakeUrl: string } | null = null
  const port = () => (server.server.address() as AddressInfo).port
  const originOf = (host: DemoHost) => `http://${demoHosts[host]}:${port()}`
  const urlOf = (plan: DemoPagePlan) => `${originOf(plan.host)}${plan.path}`

  server.addHook('onRequest', async (request, reply) => {
    if (!answeredHosts.includes(request.hostname))
      return reply.code(421).send('This site does not answer to that name.')
    return undefined
  })
  server.get('/shop.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(shopStyle))
  server.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(renderIndexPage(demoPages, urlOf)))
  for (const plan of demoPages) {
    server.get(plan.path, (_request, reply) => {
      if (open === null) return reply.code(503).send('The shop is not open yet.')
      const channel = open.channels[plan.channel]
      return reply
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(
          renderShopPage({
            plan,
            identity: identityFor(open.channels, plan.channel, plan.naming),
            again: plan.again === undefined ? null : identityFor(open.channels, plan.channel, plan.again.naming),
            channelId: channel.channelId,
            scheme: channel.scheme,
            intakeUrl: open.intakeUrl,
          }),
        )
    })
  }
  await server.listen({ host: '127.0.0.1', port: 0 })

  return {
    originOf,
    urlOf,
    useChannels: (channels, intakeUrl) => {
      open = { channels, intakeUrl }
    },
    close: () => server.close(),
  }
}
