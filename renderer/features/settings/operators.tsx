import { useState } from 'react'
import type { OperatorRow, OperatorState, StartPassphrase } from '#shared/contract/requests.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { AddOperator } from './add-operator.tsx'
import { ConfirmReset, ConfirmRetire } from './operator-dialogs.tsx'
import { ShowStartPassphrase } from './start-passphrase.tsx'

const stateWords: Record<Exclude<OperatorState, 'active'>, string> = {
  starting: 'Has not signed in yet',
  without: 'No passphrase yet',
  retired: 'Retired',
}

type Asking = { what: 'reset' | 'retire'; operator: OperatorRow } | { what: 'add' } | null

/** Who works at this console, and how they get in. Only supervisors see and change it. */
export function Operators({ current }: { current: OperatorView }) {
  const list = useRequest('operators.list', {}, { enabled: current.role === 'supervisor' })
  const setRole = useAction('operators.setRole')
  const [asking, setAsking] = useState<Asking>(null)
  const [shown, setShown] = useState<StartPassphrase | null>(null)
  if (current.role !== 'supervisor') return null
  const close = () => setAsking(null)
  const show = (start: StartPassphrase) => {
    close()
    setShown(start)
  }

  function act(id: string, operator: OperatorRow) {
    if (id === 'reset' || id === 'retire') setAsking({ what: id, operator })
    else void setRole.run({ operatorId: operator.id, role: operator.role === 'agent' ? 'supervisor' : 'agent' })
  }

  return (
    <Section
      title="Operators"
      description="What each one does is recorded under their name. Each signs in with a passphrase that nobody else knows."
      actions={
        <Button icon="plus" onPress={() => setAsking({ what: 'add' })}>
          Add an operator
        </Button>
      }
    >
      {setRole.problem && (
        <Notice severity="error" title="The role was not changed">
          {setRole.problem.message}
        </Notice>
      )}
      <Answered request={list} lines={3}>
        {({ rows }) => (
          <ul className="settings-card settings-list" aria-label="Operators">
            {rows.map((operator) => (
              <li key={operator.id}>
                <bdi className="settings-name">{operator.name}</bdi>
                <Chip tone={operator.role === 'supervisor' ? 'accent' : 'neutral'}>
                  {operator.role === 'supervisor' ? 'Supervisor' : 'Agent'}
                </Chip>
                {operator.state !== 'active' && (
                  <Chip tone={operator.state === 'retired' ? 'neutral' : 'warning'}>{stateWords[operator.state]}</Chip>
                )}
                {operator.failures > 0 && <Chip tone="danger">{failuresOf(operator.failures)}</Chip>}
                <span className="settings-end settings-soft">
                  {operator.id === current.id ? (
                    'at the console now'
                  ) : operator.lastSignedInAt === null ? null : (
                    <>
                      last here <Time at={operator.lastSignedInAt} />
                    </>
                  )}
                </span>
                {operator.state !== 'retired' && operator.id !== current.id && (
                  <MenuButton
                    label={`What to do about ${operator.name}`}
                    onAction={(id) => act(id, operator)}
                    groups={[
                      {
                        title: operator.name,
                        entries: [
                          { id: 'reset', label: 'Reset the passphrase…', icon: 'key' },
                          {
                            id: 'role',
                            label: operator.role === 'agent' ? 'Make a supervisor' : 'Make an agent',
                            icon: 'person',
                          },
                          { id: 'retire', label: 'Retire…', icon: 'cross' },
                        ],
                      },
                    ]}
                  >
                    <IconButton icon="more" label={`More about ${operator.name}`} />
                  </MenuButton>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answered>
      {asking?.what === 'add' && <AddOperator onAdded={show} onClose={close} />}
      {asking?.what === 'reset' && <ConfirmReset operator={asking.operator} onReset={show} onClose={close} />}
      {asking?.what === 'retire' && <ConfirmRetire operator={asking.operator} onClose={close} />}
      {shown && <ShowStartPassphrase start={shown} onClose={() => setShown(null)} />}
    </Section>
  )
}

function failuresOf(count: number): string {
  return count === 1 ? '1 wrong passphrase' : `${count} wrong passphrases`
}
