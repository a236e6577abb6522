import { Dialog } from '../ui/dialog.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import type { Command } from './commands.tsx'
import { useAllCommands } from './commands.tsx'
import './keys-dialog.css'

const fixed: { group: string; label: string; keys: string }[] = [
  { group: 'Anywhere', label: 'Search, or run any command', keys: 'Ctrl K' },
  { group: 'Anywhere', label: 'Lock this console, all your windows', keys: 'Ctrl L' },
  { group: 'Anywhere', label: 'Open a new window', keys: 'Ctrl N' },
  { group: 'Anywhere', label: 'Next pane, back with Shift', keys: 'F6' },
  { group: 'Anywhere', label: 'Close what is nearest', keys: 'Esc' },
  { group: 'In the list', label: 'Reply to the chosen conversation', keys: 'Enter' },
  { group: 'In a chart', label: 'From bar to bar', keys: 'Arrow keys' },
  { group: 'In a chart', label: 'Open the list behind a bar', keys: 'Enter' },
  { group: 'In Live', label: 'Look at the chosen conversation', keys: 'Enter' },
  { group: 'While writing', label: 'Send', keys: 'Ctrl Enter' },
  { group: 'While writing', label: 'Back to the list', keys: 'Esc' },
  { group: 'While writing', label: 'Insert a template', keys: '/' },
]

const deciding: typeof fixed = [
  { group: 'While deciding', label: 'Decide, or settle', keys: 'Ctrl Enter' },
  { group: 'While deciding', label: 'Bring the last note back, into an empty one', keys: '↑' },
  { group: 'While deciding', label: 'Give up, back to the list', keys: 'Esc' },
]

/** The keys that work here and now. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const commands = useAllCommands().filter(
    (command): command is Command & { key: string } => command.key !== undefined && command.key !== 'Escape',
  )
  const rows = [
    ...fixed,
    ...(commands.some(({ id }) => id === 'review.genuine') ? deciding : []),
    ...commands.map((command) => ({ group: command.group, label: command.label, keys: keyWords(command.key) })),
  ]
  const titles = [...new Set(rows.map((row) => row.group))]
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts">
      <div className="keys">
        {titles.map((title) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows
                .filter((row) => row.group === title)
                .map((row) => (
                  <div key={row.label}>
                    <dt>{row.label}</dt>
                    <dd>
                      <KeyHint keys={row.keys} />
                      <span className="ui-hidden">{row.keys}</span>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <p className="keys-note">Single letters never fire while you are typing.</p>
      </div>
    </Dialog>
  )
}

/** `x` is shown as `X`, and `X` as what has to be pressed. */
function keyWords(key: string): string {
  const isCapital = key.length === 1 && key !== key.toLowerCase()
  return isCapital ? `Shift ${key}` : key.toUpperCase()
}
