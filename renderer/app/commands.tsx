import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'

/** One thing a person can do here and now: the palette lists it, `?` explains it, and its key runs it. */
export interface Command {
  id: string
  label: string
  group: 'Go to' | 'Conversation' | 'List' | 'Window' | 'Operator'
  /** One character, or a name of `KeyboardEvent.key`. It never fires while typing or in a dialog. */
  key?: string
  run: () => void
  /** Kept out of the palette (j, k and such). */
  keyOnly?: boolean
}

interface Registry {
  commands: Command[]
  register: (owner: symbol, commands: readonly Command[]) => void
  withdraw: (owner: symbol) => void
}

const CommandsContext = createContext<Registry | null>(null)

/** A closed list of choices takes letters too: they find a choice. A box to tick takes none. */
const takesLetters = 'input:not([type="checkbox"]), textarea, select, [aria-haspopup="listbox"]'

/** True where a key press belongs to text, or to something open above the window. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches(takesLetters)) return true
  return document.querySelector('[role="dialog"], [role="menu"], .ui-popover') !== null
}

/** Gathers the commands of whatever is on screen and binds their keys, once. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [owners, setOwners] = useState<ReadonlyMap<symbol, readonly Command[]>>(new Map())
  const commands = useMemo(() => [...owners.values()].flat(), [owners])
  const current = useRef(commands)
  current.current = commands

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (belongsElsewhere(event)) return
      const command = current.current.findLast((one) => one.key === event.key)
      if (command === undefined) return
      event.preventDefault()
      command.run()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])

  const value = useMemo<Registry>(
    () => ({
      commands,
      register: (owner, list) => setOwners((before) => new Map(before).set(owner, list)),
      withdraw: (owner) =>
        setOwners((before) => {
          const after = new Map(before)
          after.delete(owner)
          return after
        }),
    }),
    [commands],
  )
  return <CommandsContext value={value}>{children}</CommandsContext>
}

function useRegistry(): Registry {
  const registry = useContext(CommandsContext)
  if (registry === null) throw new Error('commands need a CommandsProvider above them')
  return registry
}

/** All commands of what is on screen now. */
export function useAllCommands(): Command[] {
  return useRegistry().commands
}

/**
 * Offers commands while the component is mounted. `run` may change with each render; labels and keys are compared by
 * value, so that a new array with the same words changes nothing.
 */
export function useCommands(commands: readonly Command[]): void {
  const { register, withdraw } = useRegistry()
  const owner = useRef(Symbol('commands'))
  const latest = useRef(commands)
  latest.current = commands
  const words = JSON.stringify(commands.map(({ id, label, group, key, keyOnly }) => [id, label, group, key, keyOnly]))

  const functions = useRef({ register, withdraw })
  functions.current = { register, withdraw }
  useEffect(() => {
    const mine = owner.current
    const steady = latest.current.map((command, index) => ({ ...command, run: () => latest.current[index]?.run() }))
    functions.current.register(mine, steady)
    return () => functions.current.withdraw(mine)
  }, [words])
}
