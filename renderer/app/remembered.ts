import { useState } from 'react'

/**
 * A small value of this window's looks, kept in `localStorage` under `bonafide.<name>`. What cannot be read or does not
 * pass `accept` becomes `initial`; where storage is refused, it simply lasts as long as the window.
 */
export function useRemembered<Value>(name: string, initial: Value, accept: (value: unknown) => value is Value) {
  const key = `bonafide.${name}`
  const [value, setValue] = useState<Value>(() => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
      return accept(stored) ? stored : initial
    } catch {
      return initial
    }
  })
  const remember = (next: Value) => {
    setValue(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // The value still holds for this window.
    }
  }
  return [value, remember] as const
}

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
