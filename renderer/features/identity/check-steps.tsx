import { tellingHint } from '#shared/domain/telling-hint.ts'
import type { CheckStep, Hint } from '#shared/domain/verdict.ts'
import { failedStepWords } from '../../trust/step-words.ts'
import { Icon } from '../../ui/icon.tsx'
import './check-steps.css'

const looks = {
  passed: { icon: 'check', words: 'passed' },
  failed: { icon: 'cross', words: 'failed' },
  skipped: { icon: 'minus', words: 'not reached' },
} as const

/** How a proof was checked, one line per step. */
export function CheckSteps({ steps, label }: { steps: readonly CheckStep[]; label?: string }) {
  return (
    <ol className="check-steps" aria-label={label}>
      {steps.map((step, index) => (
        // The place is the key: steps never move, and two may have one label.
        <li key={index} data-outcome={step.outcome}>
          <Icon name={looks[step.outcome].icon} size={14} label={looks[step.outcome].words} />
          <span>{step.outcome === 'failed' ? failedStepWords(step.label) : step.label}</span>
        </li>
      ))}
    </ol>
  )
}

/** The likely cause of a failure, for whoever runs the site: one line, the most specific one. Shown to supervisors. */
export function DeveloperHints({ hints }: { hints: readonly Hint[] }) {
  const hint = tellingHint(hints)
  if (hint === null) return null
  return (
    <div className="check-hints">
      <strong>For the site’s developer</strong>
      <p>{hint.message}</p>
    </div>
  )
}
