import { useEffect, useState } from 'react'

/** True once the same thing has been there for `patience` ms: what comes and goes in a blink is not worth a word. */
export function useLate(thing: object | null, patience: number): boolean {
  const [late, setLate] = useState<object | null>(null)
  useEffect(() => {
    if (thing === null) return
    const timer = setTimeout(() => setLate(thing), patience)
    return () => clearTimeout(timer)
  }, [thing, patience])
  return thing !== null && late === thing
}
