/*
 * The two halves of contextBridge, as source text that Chromium runs before any script of the page.
 *
 * The preload runs in an isolated world: it shares the DOM with the page and no JavaScript object. The only thing
 * both worlds can hold is a DOM node, so a node that is in no document carries the calls, as text. The page gets
 * neither that node (it lives in the closure below, in variables taken before the page could replace a built-in),
 * nor the binding to the main process (it exists in the isolated world alone).
 *
 * The functions are turned into text: they use nothing from outside themselves.
 */

/** Text for the isolated world: Electron's preload half, and the preload script in a function of its own. */
export function isolatedWorldSource(binding: string, handshake: string, preload: string): string {
  return `(() => {
const world = (${isolatedWorld.toString()})(${JSON.stringify({ binding, handshake })}, ${makeCodec.toString()});
if (world === null) return;
const module = { exports: {} };
(function (require, module, exports) {
${preload}
})(world.require, module, module.exports);
world.ready();
})();
`
}

/** Text for the page's own world: builds what the preload exposed, frozen, before the page's first script. */
export function pageWorldSource(handshake: string): string {
  return `(${pageWorld.toString()})(${JSON.stringify(handshake)}, ${makeCodec.toString()});\n`
}

/** A value as it travels: JSON with a tag, so that undefined, functions and errors survive. */
type Wire = ['u'] | ['j', unknown] | ['a', Wire[]] | ['o', [string, Wire][]] | ['f', number] | ['e', string]

interface Codec {
  encode(value: unknown): Wire
  decode(wire: Wire): unknown
}

type MakeCodec = (keep: (kept: (...args: unknown[]) => unknown) => number, revive: (id: number) => unknown) => Codec

function makeCodec(keep: (kept: (...args: unknown[]) => unknown) => number, revive: (id: number) => unknown): Codec {
  const { isArray } = Array
  const { getPrototypeOf, keys, defineProperty } = Object
  const { isFinite } = Number
  const plain = Object.prototype
  const ErrorType = Error
  const TypeErrorType = TypeError
  function encode(value: unknown): Wire {
    if (value === undefined) return ['u']
    if (typeof value === 'function') return ['f', keep(value as (...args: unknown[]) => unknown)]
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return ['j', value]
    if (typeof value === 'number' && isFinite(value)) return ['j', value]
    if (typeof value !== 'object') throw new TypeErrorType(`not emulated: a ${typeof value} across worlds`)
    if (value instanceof ErrorType) return ['e', value.message]
    if (isArray(value)) {
      const items: Wire[] = []
      for (let index = 0; index < value.length; index++) items[index] = encode(value[index])
      return ['a', items]
    }
    const prototype: unknown = getPrototypeOf(value)
    if (prototype !== plain && prototype !== null) throw new TypeErrorType('not emulated: this object across worlds')
    const members: [string, Wire][] = []
    const names = keys(value)
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string
      members[index] = [name, encode((value as Record<string, unknown>)[name])]
    }
    return ['o', members]
  }
  function decode(wire: Wire): unknown {
    switch (wire[0]) {
      case 'u':
        return undefined
      case 'j':
        return wire[1]
      case 'f':
        return revive(wire[1])
      case 'e':
        return new ErrorType(wire[1])
      case 'a': {
        const items: unknown[] = []
        for (let index = 0; index < wire[1].length; index++) items[index] = decode(wire[1][index] as Wire)
        return items
      }
      case 'o': {
        const result = {}
        for (let index = 0; index < wire[1].length; index++) {
          const [name, member] = wire[1][index] as [string, Wire]
          // Defined, not assigned: a member named __proto__ stays a member.
          defineProperty(result, name, { value: decode(member), enumerable: true, writable: true, configurable: true })
        }
        return result
      }
    }
  }
  return { encode, decode }
}

function isolatedWorld(names: { binding: string; handshake: string }, codecMaker: MakeCodec) {
  'use strict'
  const { binding, handshake } = names
  // Like Electron's, the preload runs in the main frame only.
  if (window.parent !== window) return null
  const scope = globalThis as unknown as Record<string, unknown>
  const toHost = scope[binding] as (message: string) => void
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const listeners = new Map<string, Set<(...args: unknown[]) => void>>()
  let lastInvoke = 0

  // A navigation that makes no request cannot be stopped from outside (blob:, data:). The app's pages make none.
  const { navigation } = window as unknown as { navigation: EventTarget }
  navigation.addEventListener('navigate', (event) => {
    const { destination } = event as Event & { destination: { url: string } }
    if (!/^https?:/.test(destination.url)) event.preventDefault()
  })

  /** Called by the host, in this world only. */
  scope['__deliver'] = (text: string) => {
    const message = JSON.parse(text) as
      | { kind: 'answer'; id: number; value: unknown }
      | { kind: 'failure'; id: number; message: string }
      | { kind: 'event'; channel: string; args: unknown[] }
    if (message.kind === 'event') {
      for (const listener of Array.from(listeners.get(message.channel) ?? [])) listener({}, ...message.args)
      return
    }
    const request = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'answer') request?.resolve(message.value)
    else request?.reject(new Error(message.message))
  }

  const lacking = (what: string, parts: Record<string, unknown>) =>
    new Proxy(parts, {
      get(target, name) {
        if (typeof name === 'symbol' || name in target || name === 'then') return Reflect.get(target, name) as unknown
        throw new Error(`not emulated: ${what}.${name}`)
      },
    })

  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]) {
      const id = ++lastInvoke
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
        toHost(JSON.stringify({ kind: 'invoke', id, channel, args }))
      })
    },
    on(channel: string, listener: (...args: unknown[]) => void) {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
    },
    removeListener(channel: string, listener: (...args: unknown[]) => void) {
      listeners.get(channel)?.delete(listener)
    },
  }

  const exposed: [string, unknown][] = []
  let taken = false
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      if (taken) throw new Error('not emulated: contextBridge.exposeInMainWorld after the preload ended')
      exposed.push([name, api])
    },
  }
  const electron = lacking('electron', {
    contextBridge: lacking('contextBridge', contextBridge),
    ipcRenderer: lacking('ipcRenderer', ipcRenderer),
  })

  /** Waits for the page's half, which runs next, and answers its calls on the node that it hands over. */
  function ready() {
    window.addEventListener(
      handshake,
      (event) => {
        event.stopImmediatePropagation()
        taken = true
        const node = (event as FocusEvent).relatedTarget as Element
        const functions: ((...args: unknown[]) => unknown)[] = []
        const keep = (kept: (...args: unknown[]) => unknown) => functions.push(kept) - 1
        const post = (type: string, message: unknown) =>
          node.dispatchEvent(new CustomEvent(type, { detail: JSON.stringify(message) }))
        const proxies = new Map<number, (...args: unknown[]) => void>()
        const revive = (id: number) => {
          // The same function of the page is the same function here, so that it can be taken off again.
          const known = proxies.get(id)
          if (known) return known
          const proxy = (...args: unknown[]) => void post('callback', { id, args: codec.encode(args) })
          proxies.set(id, proxy)
          return proxy
        }
        const codec = codecMaker(keep, revive)
        node.addEventListener('call', (call) => {
          const { id, target, args } = JSON.parse((call as CustomEvent<string>).detail) as {
            id: number
            target: number
            args: Wire
          }
          const settle = (outcome: 'value' | 'error', value: unknown) => {
            let wire: Wire
            try {
              wire = codec.encode(value)
            } catch (error) {
              outcome = 'error'
              wire = ['e', String(error)]
            }
            post('settle', { id, outcome, value: wire })
          }
          try {
            const result = functions[target]?.(...(codec.decode(args) as unknown[]))
            if (result instanceof Promise) {
              post('settle', { id, outcome: 'later', value: ['u'] })
              result.then(
                (value: unknown) => settle('value', value),
                (error: unknown) => settle('error', error),
              )
            } else settle('value', result)
          } catch (error) {
            settle('error', error)
          }
        })
        node.addEventListener('open-window', (request) => {
          toHost(JSON.stringify({ kind: 'open-window', url: (request as CustomEvent<string>).detail }))
        })
        post('expose', codec.encode(exposed))
      },
      { once: true, capture: true },
    )
  }

  const require = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`not emulated: require('${name}') in a sandboxed preload`)
  }
  return { require, ready }
}

function pageWorld(handshake: string, codecMaker: MakeCodec) {
  'use strict'
  const { defineProperty, freeze, getOwnPropertyDescriptor } = Object
  const { parse, stringify } = JSON
  const { apply } = Reflect
  const EventType = CustomEvent
  const PromiseType = Promise
  const MapType = Map
  const mapGet = Map.prototype.get
  const mapSet = Map.prototype.set
  const mapDelete = Map.prototype.delete
  const readDetail = getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get as (this: Event) => string
  const resolveAddress = (address: unknown) => {
    try {
      return new URL(String(address), document.baseURI).href
    } catch {
      return ''
    }
  }

  const isMainFrame = window.parent === window
  const node = document.createElement('i')
  const dispatch = node.dispatchEvent.bind(node)
  const listen = node.addEventListener.bind(node)
  const post = (type: string, detail: string) => dispatch(new EventType(type, { detail }))

  // Electron answers null for a window that the app refuses. The host refuses all.
  defineProperty(window, 'open', {
    value: freeze((address?: unknown) => {
      if (isMainFrame) post('open-window', resolveAddress(address))
      return null
    }),
    writable: false,
    configurable: false,
    enumerable: true,
  })
  if (!isMainFrame) return

  type Call = { outcome: string; value: unknown; resolve?: (value: unknown) => void; reject?: (error: unknown) => void }
  const calls = new MapType<number, Call>()
  const callbacks = new MapType<number, (...args: unknown[]) => unknown>()
  const callbackIds = new MapType<unknown, number>()
  let lastCall = 0
  let lastCallback = 0

  const keep = (callback: (...args: unknown[]) => unknown) => {
    const known = apply(mapGet, callbackIds, [callback]) as number | undefined
    if (known !== undefined) return known
    const id = ++lastCallback
    apply(mapSet, callbacks, [id, callback])
    apply(mapSet, callbackIds, [callback, id])
    return id
  }
  const revive = (target: number) => {
    const proxy = (...args: unknown[]) => {
      const id = ++lastCall
      const call: Call = { outcome: 'none', value: undefined }
      apply(mapSet, calls, [id, call])
      post('call', stringify({ id, target, args: codec.encode(args) }))
      if (call.outcome === 'later') {
        return new PromiseType((resolve, reject) => {
          call.resolve = resolve
          call.reject = reject
        })
      }
      if (call.outcome === 'value') return call.value
      throw call.value
    }
    return freeze(proxy)
  }
  const codec = codecMaker(keep, revive)

  listen('settle', (event) => {
    const { id, outcome, value } = parse(apply(readDetail, event, [])) as { id: number; outcome: string; value: Wire }
    const call = apply(mapGet, calls, [id]) as Call | undefined
    if (!call) return
    call.outcome = outcome
    if (outcome === 'later') return
    apply(mapDelete, calls, [id])
    call.value = codec.decode(value)
    if (outcome === 'value') call.resolve?.(call.value)
    else call.reject?.(call.value)
  })
  listen('callback', (event) => {
    const { id, args } = parse(apply(readDetail, event, [])) as { id: number; args: Wire }
    const callback = apply(mapGet, callbacks, [id]) as ((...args: unknown[]) => unknown) | undefined
    if (callback) apply(callback, undefined, codec.decode(args) as unknown[])
  })
  listen('expose', (event) => {
    const deepFreeze = (value: unknown): unknown => {
      if (typeof value === 'object' && value !== null) {
        for (const member of Object.values(value)) deepFreeze(member)
        freeze(value)
      }
      return value
    }
    for (const [name, api] of codec.decode(parse(apply(readDetail, event, [])) as Wire) as [string, unknown][]) {
      defineProperty(window, name, { value: deepFreeze(api), writable: false, configurable: false, enumerable: true })
    }
  })
  // Runs before every script of the page, so nobody else can be listening for this.
  window.dispatchEvent(new FocusEvent(handshake, { relatedTarget: node }))
}
