import type { ReactNode } from 'react'
import { useState } from 'react'
import type { SessionView } from '#shared/contract/requests.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import { useRemembered } from '../../app/remembered.ts'
import { useAction } from '../../host/host.ts'
import type { IconName } from '../../ui/icon.tsx'
import { Icon } from '../../ui/icon.tsx'
import { BeginForm } from './begin-form.tsx'
import { ChooseForm } from './choose-form.tsx'
import { PassphraseForm } from './passphrase-form.tsx'
import './sign-in.css'
import { WhoForm } from './who-form.tsx'

/** What stands before the console while nobody works at it: who are you, and nothing about anybody else. */
export function SignInView({ session }: { session: SessionView }) {
  switch (session.state) {
    case 'begin':
      return (
        <Card icon="shieldCheck" title="Set up this console">
          <p className="sign-in-soft">
            You become its first supervisor. What you do here is recorded under your name, and what only a supervisor
            may allow is signed with your key.
          </p>
          <BeginForm />
        </Card>
      )
    case 'locked':
      return <Locked session={session} />
    case 'signed-out':
    case 'signed-in':
      return <SignedOut session={session} />
    default:
      return assertNever(session.state)
  }
}

function Card(props: { icon: IconName; title: string; children: ReactNode }) {
  return (
    <main className="sign-in" data-pane>
      <div className="sign-in-card">
        <header className="sign-in-head">
          <span className="sign-in-mark">
            <Icon name={props.icon} size={24} />
          </span>
          <div>
            <p className="sign-in-product">Bonafide</p>
            <h1>{props.title}</h1>
          </div>
        </header>
        {props.children}
      </div>
    </main>
  )
}

function Locked({ session }: { session: SessionView }) {
  const leave = useAction('session.signOut')
  const { operator } = session
  if (operator === null) return <SignedOut session={session} />
  return (
    <Card icon="lock" title="Locked">
      <p className="sign-in-soft">
        <bdi className="sign-in-name">{operator.name}</bdi> works here. What was being written is kept.
      </p>
      <PassphraseForm key={operator.id} operator={operator} verb="Unlock" onLeave={() => void leave.run({})} />
    </Card>
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'

function SignedOut({ session }: { session: SessionView }) {
  const { operators } = session
  const [last, remember] = useRemembered('last-operator', '', isText)
  const [chosenId, setChosenId] = useState(last)
  const [starting, setStarting] = useState<string | null>(null)
  const usable = operators.filter((one) => one.way !== 'reset-needed')
  const chosen = operators.find((one) => one.id === chosenId) ?? usable[0] ?? operators[0]
  if (chosen === undefined) return null
  const choose = (id: string) => {
    setStarting(null)
    setChosenId(id)
    remember(id)
  }
  if (starting !== null) {
    return (
      <Card icon="key" title="Choose your passphrase">
        <p className="sign-in-soft">
          The one you were given was for this moment only. Nobody else will know the next one,{' '}
          <bdi className="sign-in-name">{chosen.name}</bdi>.
        </p>
        <ChooseForm operator={chosen} start={starting} onBack={() => setStarting(null)} />
      </Card>
    )
  }
  return (
    <Card icon="shieldCheck" title={chosen.way === 'claim' ? 'Choose your passphrase' : 'Sign in'}>
      <WhoForm operators={operators} chosen={chosen} onChoose={choose} />
      {chosen.way === 'passphrase' && (
        <PassphraseForm
          key={chosen.id}
          operator={chosen}
          verb="Sign in"
          onStart={(start) => {
            remember(chosen.id)
            setStarting(start)
          }}
        />
      )}
      {chosen.way === 'claim' && (
        <>
          <p className="sign-in-soft">
            This profile is from before operators had passphrases. Its first supervisor chooses one now, and then gives
            the others theirs in Settings.
          </p>
          <ChooseForm key={chosen.id} operator={chosen} start={null} />
        </>
      )}
      {chosen.way === 'reset-needed' && (
        <p className="sign-in-soft" role="status">
          {chosen.name} has no passphrase yet. A supervisor gives one in Settings, under Operators.
        </p>
      )}
    </Card>
  )
}
