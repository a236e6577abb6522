import type { DemoChannelName } from './channels.ts'
import { afternoon, type Customer, morning, pagePathOf } from './customers.ts'
import type { Scenario } from './scenarios.ts'

/** What a channel of the demo proves of a customer: the customer number, or the e-mail. */
const byEmail: readonly DemoChannelName[] = ['fernand', 'pavior', 'enforcing']

function scenarioOf(customer: Customer): Scenario {
  const { person, channel, talk } = customer
  const value = byEmail.includes(channel) ? person.email : person.id
  return {
    title: `An ordinary customer: ${person.name}`,
    page: pagePathOf(customer),
    visitor: person.name,
    steps: talk.map((text, turn) =>
      turn % 2 === 0
        ? { does: 'writes', text, expect: { status: 'verified', reason: 'proof-matches', value } }
        : { does: 'is-answered', text },
    ),
  }
}

/** Verified customers with ordinary questions: what a desk sees most of the day. */
export const morningScenarios: readonly Scenario[] = morning.map(scenarioOf)
export const afternoonScenarios: readonly Scenario[] = afternoon.map(scenarioOf)
