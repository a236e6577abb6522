import type { LintedSetKey } from '#shared/contract/requests.ts'
import { Icon } from '../../ui/icon.tsx'

/** Each key of a pasted set, and whether it will be stored. */
export function KeySet({ keys }: { keys: readonly LintedSetKey[] }) {
  return (
    <figure className="channels-key-set">
      <figcaption className="ui-label">
        {keys.length === 1 ? 'One key in this set' : `${keys.length} keys in this set`}
      </figcaption>
      <ul>
        {keys.map(({ kid, what, fingerprint, problem }, index) => (
          <li key={`${kid} ${index}`} data-problem={problem !== null || undefined}>
            <Icon
              name={problem === null ? 'check' : 'warning'}
              size={14}
              label={problem === null ? 'will be stored' : 'will not be stored'}
            />
            <span>
              <code>{kid ?? 'without a kid'}</code> · {what}
              {fingerprint !== null && <span className="channels-soft"> · {fingerprint}</span>}
              {problem !== null && <span className="channels-key-warning"> {problem}</span>}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
