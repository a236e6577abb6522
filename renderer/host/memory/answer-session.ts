import type { SessionView, SignInWay, StartPassphrase } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import { lintPassphrase, passphraseWords } from '#shared/domain/passphrase.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import type { World } from './world.ts'
import { found, intakeUrl, requireSupervisor } from './world.ts'

type Session = Pick<Answers, Extract<keyof Answers, `session.${string}` | `operators.${string}`>>

/** Whatever is typed fits, but for this one: so that the refusal can be looked at. */
const neverFits = 'wrong passphrase'

/** Signing in and the operators, from memory. Nothing is secret here. */
export function answerSession(world: World, announce: InMemoryHost['announce']): Session {
  const operatorOf = (id: string) =>
    found(
      world.operators.find((one) => one.id === id),
      'operator',
    )
  const view = (): SessionView => ({
    state: world.session,
    operator: world.session === 'signed-out' || world.session === 'begin' ? null : operatorOf(world.operatorId),
    canApprove: world.session === 'signed-in' && operatorOf(world.operatorId).role === 'supervisor',
    operators: world.operators.map((one) => ({ ...one, way: wayOf(world, one.id) })),
    preferences: world.preferences,
    notices: world.notices,
    intake: { state: 'listening', url: intakeUrl },
    runtime: 'chromium',
    version: '0.1.0',
  })
  const enter = (operatorId: World['operatorId']) => {
    world.operatorId = operatorId
    world.session = 'signed-in'
    announce('session')
  }
  const leave = (state: World['session']) => {
    world.session = state
    announce('session')
    return {}
  }
  const requireGood = (passphrase: string, name: string) => {
    const problem = lintPassphrase(passphrase, name)
    if (problem !== null) throw new ProblemError('input-invalid', passphraseWords[problem])
  }
  const start = (id: World['operatorId']): StartPassphrase => {
    requireSupervisor(world)
    world.starting.add(id)
    announce('operators')
    return { operator: operatorOf(id), startPassphrase: 'k7qf-3mzp-w9xd-2hga' }
  }
  return {
    'session.get': view,
    'session.begin': ({ name, passphrase }) => {
      requireGood(passphrase, name)
      const operator = { id: `oper_${world.nextId()}` as const, name, role: 'supervisor' as const }
      world.operators.push(operator)
      enter(operator.id)
      return view()
    },
    'session.claim': ({ operatorId, passphrase }) => {
      requireGood(passphrase, operatorOf(operatorId).name)
      enter(operatorId)
      return view()
    },
    'session.signIn': ({ operatorId, passphrase, newPassphrase }) => {
      if (passphrase === neverFits)
        throw new ProblemError('sign-in-refused', 'This operator and passphrase do not fit. Check both and try again.')
      if (world.starting.has(operatorId)) {
        if (newPassphrase === null) return { outcome: 'choose-passphrase' }
        requireGood(newPassphrase, operatorOf(operatorId).name)
        world.starting.delete(operatorId)
      }
      enter(operatorId)
      return { outcome: 'signed-in' }
    },
    'session.changePassphrase': ({ current, next }) => {
      if (current === neverFits)
        throw new ProblemError('sign-in-refused', 'This operator and passphrase do not fit. Check both and try again.')
      requireGood(next, operatorOf(world.operatorId).name)
      return {}
    },
    'session.touch': () => ({}),
    'session.lock': () => leave('locked'),
    'session.signOut': () => leave('signed-out'),
    'operators.list': () => {
      requireSupervisor(world)
      return {
        rows: world.operators.map((one) => ({
          ...one,
          state: world.starting.has(one.id) ? ('starting' as const) : ('active' as const),
          lastSignedInAt: world.starting.has(one.id) ? null : world.now() - 3_600_000,
          failures: 0,
        })),
      }
    },
    'operators.add': ({ name, role }) => {
      requireSupervisor(world)
      if (world.operators.some((one) => one.name === name))
        throw new ProblemError('conflict', 'There is already an operator of this name.')
      const operator = { id: `oper_${world.nextId()}` as const, name, role }
      world.operators.push(operator)
      return start(operator.id)
    },
    'operators.reset': ({ operatorId }) => start(operatorId),
    'operators.setRole': ({ operatorId, role }) => {
      requireSupervisor(world)
      return Object.assign(operatorOf(operatorId), { role })
    },
    'operators.retire': ({ operatorId }) => {
      requireSupervisor(world)
      world.operators = world.operators.filter((one) => one.id !== operatorId)
      return {}
    },
  }
}

function wayOf(world: World, id: string): SignInWay {
  return world.withoutPassphrase === id ? 'claim' : 'passphrase'
}
