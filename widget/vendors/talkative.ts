import { gatheredCalls, isRecord, type PageCalls, type PageGlobals } from './calls.ts'

const signedAttributes = ['signed-interaction-data', ':signed-interaction-data']
const plainAttributes = ['interaction-data', ':interaction-data']

/**
 * `TalkativeEngageApi.startChat({ signedInteractionData, interactionData })`, which also opens the chat, and the
 * attribute or bound property of the Talkative element (`#talkative-engage`, or a `talkative-engage` tag), which is
 * watched: a new value identifies again, a value taken away says that nobody is signed in.
 */
export function installTalkative(page: PageGlobals, document: Document, calls: PageCalls): void {
  const stub = page.TalkativeEngageApi
  const identify = (signedInteractionData: unknown, interactionData: unknown) => {
    calls.identify({
      signedInteractionData,
      ...(interactionData !== undefined && interactionData !== null && { interactionData }),
    })
  }
  const startChat = (options: unknown) => {
    const { signedInteractionData, interactionData } = isRecord(options) ? options : {}
    if (signedInteractionData !== undefined || interactionData !== undefined) {
      identify(signedInteractionData, interactionData)
    }
    calls.open()
  }
  page.TalkativeEngageApi = { startChat }

  let element: Element | null = null
  let seen = ''
  const look = () => {
    const found = document.querySelector('#talkative-engage, talkative-engage')
    if (found !== null && found !== element) bindProperty(found, 'signedInteractionData', signedAttributes[0] as string)
    element = found
    const signed = element === null ? null : attribute(element, signedAttributes)
    const plain = element === null ? null : attribute(element, plainAttributes)
    const now = JSON.stringify([signed, plain])
    if (now === seen || (seen === '' && signed === null && plain === null)) return
    seen = now
    if (signed === null && plain === null) calls.identify(null)
    else identify(signed ?? undefined, plain === null ? undefined : parsed(plain))
  }
  look()
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['id', ...signedAttributes, ...plainAttributes],
  })

  for (const call of gatheredCalls(stub)) startChat(call[0] === 'startChat' ? call[1] : call[0])
}

/** A framework sets `element.signedInteractionData = …`: it becomes the attribute, which is what is watched. */
function bindProperty(element: Element, property: string, name: string): void {
  const had = (element as unknown as Record<string, unknown>)[property]
  Object.defineProperty(element, property, {
    configurable: true,
    get: () => element.getAttribute(name),
    set(value: unknown) {
      if (value === null || value === undefined) element.removeAttribute(name)
      else element.setAttribute(name, typeof value === 'string' ? value : JSON.stringify(value))
    },
  })
  if (typeof had === 'string') element.setAttribute(name, had)
}

function attribute(element: Element, names: string[]): string | null {
  const value = names.map((name) => element.getAttribute(name)).find((found) => found !== null && found !== '')
  // In a template the bound form is an expression: `:signed-interaction-data="'eyJ…'"`.
  return value === undefined ? null : (value ?? '').replace(/^\s*(['"])(.*)\1\s*$/s, '$2')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
