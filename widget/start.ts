import type { SchemeName } from '#shared/domain/verdict.ts'
import { identityTextMax } from '#shared/domain/visitor-frames.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { ownPage, placeholders } from '#shared/vendors/page.ts'
import { createChat } from './chat.ts'
import { createOutbox } from './outbox.ts'
import { createAnnouncer } from './page-events.ts'
import { createPages } from './pages.ts'
import { readScriptSettings, type ScriptSettings } from './script-settings.ts'
import { createShelf } from './shelf.ts'
import type { PageCalls, PageGlobals } from './vendors/calls.ts'
import { installDescribed } from './vendors/described.ts'
import { installFernand } from './vendors/fernand.ts'
import { installPavior } from './vendors/pavior.ts'
import { installTalkative } from './vendors/talkative.ts'
import { installYourGpt } from './vendors/yourgpt.ts'
import { createPanel, type Panel } from './view/panel.ts'
import { nobody, whoIs } from './who.ts'

/** Vendors whose pages say it in a way that is more than a description. */
const ownInstallers: Partial<Record<SchemeName, (page: PageGlobals, calls: PageCalls, document: Document) => void>> = {
  yourgpt: installYourGpt,
  fernand: installFernand,
  pavior: installPavior,
  talkative: (page, calls, document) => installTalkative(page, document, calls),
}

const mark = Symbol.for('bonafide.widget')

/** Starts the widget on a page: once, whatever the number of script tags. */
export function startWidget(window: Window & typeof globalThis, current: HTMLOrSVGScriptElement | null): void {
  const globals = window as unknown as PageGlobals & { [mark]?: boolean }
  if (globals[mark] === true) return
  const script = current ?? window.document.querySelector<HTMLScriptElement>('script[data-channel][src*="widget.js"]')
  const settings = script instanceof HTMLScriptElement ? readScriptSettings(script) : null
  if (settings === null) {
    say('the script tag needs data-channel, and data-scheme with the scheme of that channel.')
    return
  }
  globals[mark] = true
  if (window.document.body === null) {
    window.document.addEventListener('DOMContentLoaded', () => run(window, globals, settings), { once: true })
  } else run(window, globals, settings)
}

function run(window: Window & typeof globalThis, globals: PageGlobals, settings: ScriptSettings): void {
  const { channel, scheme } = settings
  const newId = () => {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16))
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  const announce = createAnnouncer(window)
  const shelf = createShelf(`bonafide.${channel}.`, () => window.localStorage)
  const pages = createPages(channel, window.navigator.locks, newId)
  const others = typeof BroadcastChannel === 'function' ? new BroadcastChannel(`bonafide.${channel}`) : null

  let panel: Panel | null = null
  const chat = createChat({
    openSocket: () => new WebSocket(settings.socketUrl),
    clock: Date.now,
    shelf,
    outbox: createOutbox(shelf, pages.self, Date.now, newId),
    announce,
    pages,
    // A BroadcastChannel stays within this origin, and takes no target.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    tellOthers: (sent) => others?.postMessage(sent),
    // Without query and fragment: pages put secrets there.
    pageUrl: () => `${window.location.origin}${window.location.pathname}`.slice(0, 2_048),
    say,
    random: () => (window.crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
    onChange: (state) => panel?.show(state),
  })
  panel = createPanel(settings.title, chat)

  const calls: PageCalls = {
    identify(payload) {
      const text = identityText(payload)
      const unfilled = placeholders.find((place) => text?.includes(`"${place}"`))
      if (unfilled !== undefined) {
        say(`the page still sends ${unfilled}: fill in the places of the set-up snippet. Nobody is identified.`)
        chat.identify(null, nobody)
        return
      }
      if (text === undefined) {
        const sentence = 'The identity that the page gave could not be read, so nobody is identified.'
        say(sentence)
        announce('refused', { code: 'malformed', sentence, retry: false, messageId: null })
        chat.identify(null, nobody)
      } else chat.identify(text, text === null ? nobody : whoIs(scheme, JSON.parse(text)))
    },
    open: () => panel?.open(),
    close: () => panel?.close(),
    toggle: () => panel?.toggle(),
  }
  ownInstallers[scheme]?.(globals, calls, window.document)
  const { page } = vendorOf(scheme)
  const apis = page === 'own' || !page.calls.some(({ on }) => on[0] === 'Bonafide') ? [ownPage('')] : []
  const described = (page === 'own' ? apis : [...apis, page]).map((api) => installDescribed(globals, api, calls))
  window.addEventListener('bonafide:identify-again', () => described.forEach(({ again }) => again()))

  others?.addEventListener('message', ({ data }) => chat.heardFromOthers(data))
  window.addEventListener('online', () => chat.nudge())
  window.addEventListener('pageshow', (event) => event.persisted && chat.nudge())
  window.document.addEventListener('visibilitychange', () => !window.document.hidden && chat.nudge())
  chat.start()
}

/** Tells whoever sets the site up, in the page's developer console. */
function say(text: string): void {
  // oxlint-disable-next-line no-console
  console.info(`Bonafide: ${text}`)
}

/** JSON text of a payload, null for nobody, undefined for what has none or is too large. */
function identityText(payload: unknown): string | null | undefined {
  if (payload === null || payload === undefined) return null
  try {
    const text = JSON.stringify(payload) as string | undefined
    return text !== undefined && text.length <= identityTextMax ? text : undefined
  } catch {
    return undefined
  }
}
