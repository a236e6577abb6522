import type { Page } from '@playwright/test'
import { ask } from './requests.ts'

/** The first operator of a test's console. */
export const firstOperator = 'Supervisor'

/** What the people of a test type. Each has a passphrase of their own, by their name. */
export const passphraseOf = (name: string) => `${name.toLowerCase()} at the front desk`

/**
 * Signs in as a person does, with a passphrase, though without typing it: by the window's own requests. A new console
 * gets its first supervisor; of an older profile the named operator, or the first supervisor, signs in. Does nothing
 * where the database is not open.
 */
export async function signInBy(page: Page, name: string | null = null): Promise<void> {
  const { state, operators } = await ask(page, 'session.get', {})
  if (state === 'signed-in') return
  if (state === 'begin') {
    const first = name ?? firstOperator
    await ask(page, 'session.begin', { name: first, passphrase: passphraseOf(first) })
  } else {
    const operator = operators.find((one) => (name === null ? one.role === 'supervisor' : one.name === name))
    if (operator === undefined) throw new Error(`nobody is called ${name ?? 'supervisor'}`)
    const typed = { operatorId: operator.id, passphrase: passphraseOf(operator.name) }
    if (operator.way === 'claim') await ask(page, 'session.claim', typed)
    else await ask(page, 'session.signIn', { ...typed, newPassphrase: null })
  }
  await page.locator('header.title').waitFor()
}

/** Makes an operator who has signed in once and chosen a passphrase. A supervisor must be signed in, and is again. */
export async function addOperatorBy(page: Page, name: string, role: 'agent' | 'supervisor'): Promise<void> {
  const { operator } = await ask(page, 'workspace.get', {})
  const added = await ask(page, 'operators.add', { name, role })
  await ask(page, 'session.signIn', {
    operatorId: added.operator.id,
    passphrase: added.startPassphrase,
    newPassphrase: passphraseOf(name),
  })
  // The window is drawn anew for each of them. It must have been, before anything is pressed in it.
  await shows(page, name)
  const back = { operatorId: operator.id, passphrase: passphraseOf(operator.name), newPassphrase: null }
  await ask(page, 'session.signIn', back)
  await shows(page, operator.name)
}

const shows = (page: Page, name: string) => page.locator('.title-operator').filter({ hasText: name }).waitFor()
