import { EventEmitter } from 'node:events'

/** Thrown for every part of Electron's API that the host does not have: doing nothing would hide a difference. */
export function notEmulated(what: string): Error {
  return new Error(`not emulated: ${what}`)
}

/**
 * Presents a part of an Electron object as the whole of it. `part` is checked against Electron's own type where it
 * is written (`satisfies Pick<…>`); whatever else is touched throws "not emulated".
 */
export function emulated<Whole extends object>(name: string, part: Partial<Whole>): Whole {
  return new Proxy(part, {
    get(target, property, receiver) {
      if (property in target || typeof property === 'symbol' || property === 'then' || property === 'toJSON') {
        return Reflect.get(target, property, receiver) as unknown
      }
      throw notEmulated(`${name}.${property}`)
    },
    set(_target, property) {
      throw notEmulated(`${name}.${String(property)} = …`)
    },
  }) as Whole
}

/** An emitter for a closed list of events: listening for one that the host never sends throws. */
export function emulatedEvents(name: string, events: readonly string[]) {
  const emitter = new EventEmitter()
  const check = (event: string) => {
    if (!events.includes(event)) throw notEmulated(`${name} event "${event}"`)
  }
  type Listener = (...args: never[]) => void
  return {
    emit: (event: string, ...args: unknown[]) => emitter.emit(event, ...args),
    on(event: string, listener: Listener) {
      check(event)
      emitter.on(event, listener as (...args: unknown[]) => void)
    },
    once(event: string, listener: Listener) {
      check(event)
      emitter.once(event, listener as (...args: unknown[]) => void)
    },
    off(event: string, listener: Listener) {
      check(event)
      emitter.off(event, listener as (...args: unknown[]) => void)
    },
  }
}

/** Electron's event object for what a listener may prevent. */
export function preventable<Details extends object>(
  details: Details,
): Details & {
  defaultPrevented: boolean
  preventDefault(): void
} {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
