import { useEffect, useRef, useState } from 'react'
import type { KeyLint } from '#shared/contract/requests.ts'
import type { Problem } from '#shared/contract/result.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { call, useHost } from '../../host/host.ts'

export interface LintedKey {
  material: string
  setMaterial: (material: string) => void
  lint: KeyLint | null
  checking: boolean
  problem: Problem | null
  /** Forgets the key and what was found. */
  wipe: () => void
}

/**
 * A key while it is being pasted. The main process lints it a moment after each change. A private key is emptied from
 * the field at once; what was found about it stays to be read. The text lives in this state only: never in a cache.
 */
export function useKeyLint(scheme: SchemeName | null): LintedKey {
  const host = useHost()
  const [material, setText] = useState('')
  const [lint, setLint] = useState<KeyLint | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [checking, setChecking] = useState(false)
  const asked = useRef(0)

  useEffect(() => {
    if (material === '' || scheme === null) return
    const turn = (asked.current += 1)
    setChecking(true)
    const timer = setTimeout(async () => {
      const result = await call(host, 'keys.lint', { scheme, material })
      if (turn !== asked.current) return
      setChecking(false)
      setLint(result.ok ? result.value : null)
      setProblem(result.ok ? null : result.problem)
      if (result.ok && result.value.findings.some((finding) => finding.code === 'private-key')) setText('')
    }, 150)
    return () => clearTimeout(timer)
  }, [host, scheme, material])

  const setMaterial = (next: string) => {
    if (next === '') {
      asked.current += 1
      setChecking(false)
    }
    setText(next)
    setLint(null)
    setProblem(null)
  }
  return { material, setMaterial, lint, checking, problem, wipe: () => setMaterial('') }
}
