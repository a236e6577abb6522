/** A few texts kept in the browser under one prefix. Falls back to memory where the browser keeps nothing. */
export interface Shelf {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  /** Keys that begin with `start`, without the prefix. */
  keys(start: string): string[]
}

export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** `storage` is asked for each time: a browser may refuse it at any moment, by throwing. */
export function createShelf(prefix: string, storage: () => Storage | null): Shelf {
  const memory = new Map<string, string>()

  const kept = <Value>(use: (storage: Storage) => Value, otherwise: Value): Value => {
    try {
      const place = storage()
      return place === null ? otherwise : use(place)
    } catch {
      return otherwise
    }
  }

  return {
    get: (key) => memory.get(key) ?? kept((place) => place.getItem(prefix + key), null),
    set(key, value) {
      const stored = kept((place) => {
        place.setItem(prefix + key, value)
        return true
      }, false)
      if (stored) memory.delete(key)
      else memory.set(key, value)
    },
    remove(key) {
      memory.delete(key)
      kept((place) => place.removeItem(prefix + key), undefined)
    },
    keys(start) {
      const found = new Set([...memory.keys()].filter((key) => key.startsWith(start)))
      kept((place) => {
        for (let index = 0; index < place.length; index += 1) {
          const key = place.key(index)
          if (key?.startsWith(prefix + start)) found.add(key.slice(prefix.length))
        }
      }, undefined)
      return [...found]
    },
  }
}
