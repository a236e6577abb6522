import type { DemoChannelName } from './channels.ts'
import type { DemoPagePlan } from './page-plan.ts'
import type { Person } from './people.ts'

/** A customer like any other: signed in, with a question, and often answered. */
export interface Customer {
  person: Person
  channel: DemoChannelName
  vendor: DemoPagePlan['vendor']
  /** What is said, the customer first, and by turns. */
  talk: readonly [string, ...string[]]
}

/**
 * A desk's ordinary day. Those of the morning come before everybody who is not what they say, the others after them.
 * No two are the same person, and nobody else of the demo is one of them.
 */
export const morning: readonly Customer[] = [
  {
    person: { name: 'Bea Holm', email: 'bea.holm@example.com', phone: '+46701740611', id: 'cust-1101' },
    channel: 'fernand',
    vendor: 'Fernand',
    talk: [
      'Good morning! Is the Skiff here in the small frame by now?',
      'Good morning! Yes, two came in today: one blue, one sand.',
      'The blue one, please. Could you keep it for me until Saturday?',
      'It is set aside under your name until Saturday evening.',
      'Lovely, thank you. See you on Saturday!',
    ],
  },
  {
    person: { name: 'Daniel Mbeki', email: 'daniel@example.com', phone: '+27215550112', id: 'cust-1102' },
    channel: 'yourgpt',
    vendor: 'YourGPT',
    talk: [
      'Since the service the gears slip on hills. May I come by?',
      'Of course, it takes ten minutes. We are here until six.',
      'Then I will come at five.',
    ],
  },
  {
    person: { name: 'Yuki Sato', email: 'yuki.sato@example.com', phone: '+81355550113', id: 'cust-1103' },
    channel: 'pavior',
    vendor: 'Pavior',
    talk: ['Where does the Sunday ride start this week?', 'At the lighthouse, at nine. There is coffee before.'],
  },
  {
    person: { name: 'Elif Kaya', email: 'elif@example.com', phone: '+902125550114', id: 'cust-1104' },
    channel: 'talkative',
    vendor: 'Talkative',
    talk: ['Is a child’s trailer insured with the bicycle?', 'It is, as long as it is coupled to the bicycle.'],
  },
  {
    person: { name: 'Oscar Nilsson', email: 'oscar.nilsson@example.com', phone: '+46701740615', id: 'cust-1105' },
    channel: 'intercom',
    vendor: 'Intercom',
    talk: ['Is there a place left on the coast tour?'],
  },
  {
    person: { name: 'Mei Chen', email: 'mei.chen@example.com', phone: '+886255550116', id: 'cust-1106' },
    channel: 'chatwoot',
    vendor: 'Chatwoot',
    talk: ['Could I fetch the cargo bike an hour later today?', 'No problem, it is ready from noon on.'],
  },
  {
    person: { name: 'Rosa Almeida', email: 'rosa@example.com', phone: '+351215550117', id: 'cust-1107' },
    channel: 'own',
    vendor: 'Own token',
    talk: ['Do I have to report a flat tyre abroad at once?'],
  },
  {
    person: { name: 'Amir Haddad', email: 'amir@example.com', phone: '+96115550118', id: 'cust-1108' },
    channel: 'enforcing',
    vendor: 'Fernand',
    talk: ['From when on does the new address count?'],
  },
]

export const afternoon: readonly Customer[] = [
  {
    person: { name: 'Pavel Dvořák', email: 'pavel@example.com', phone: '+420225550120', id: 'cust-1110' },
    channel: 'fernand',
    vendor: 'Fernand',
    talk: ['Is my rear wheel done?'],
  },
  {
    person: { name: 'Fatima Zahra', email: 'fatima@example.com', phone: '+212525550121', id: 'cust-1111' },
    channel: 'pavior',
    vendor: 'Pavior',
    talk: ['Can I renew for two years at once?'],
  },
  {
    person: { name: 'Liam O’Brien', email: 'liam.obrien@example.com', phone: '+35315550122', id: 'cust-1112' },
    channel: 'yourgpt',
    vendor: 'YourGPT',
    talk: ['Do you deliver to the islands as well?'],
  },
  {
    person: { name: 'Nadia Rossi', email: 'nadia@example.com', phone: '+390655550123', id: 'cust-1113' },
    channel: 'intercom',
    vendor: 'Intercom',
    talk: ['Which tyre pressure do you ride with on gravel?'],
  },
  {
    person: { name: 'Tor Bakken', email: 'tor.bakken@example.com', phone: '+4721555124', id: 'cust-1114' },
    channel: 'chatwoot',
    vendor: 'Chatwoot',
    talk: ['May I bring the rental back at the harbour?'],
  },
  {
    person: { name: 'Ana Kovač', email: 'ana.kovac@example.com', phone: '+38515550125', id: 'cust-1115' },
    channel: 'talkative',
    vendor: 'Talkative',
    talk: ['Is the battery insured against theft, too?'],
  },
  {
    person: { name: 'Lucía Pérez', email: 'lucia@example.com', phone: '+34915550126', id: 'cust-1116' },
    channel: 'fernand',
    vendor: 'Fernand',
    talk: ['Do the mudguards of the Tern fit the Skiff?'],
  },
  {
    person: { name: 'Ravi Menon', email: 'ravi.menon@example.com', phone: '+914455550127', id: 'cust-1117' },
    channel: 'yourgpt',
    vendor: 'YourGPT',
    talk: ['The new saddle is wonderful. Thank you for the advice!'],
  },
]

export const customers: readonly Customer[] = [...morning, ...afternoon]

/** The first name, as it stands in the address of the customer's page. */
export const pagePathOf = ({ person }: Customer): DemoPagePlan['path'] =>
  `/customers/${person.email.split(/[.@]/)[0] ?? person.id}`

export const customerPages: readonly DemoPagePlan[] = customers.map((customer) => ({
  path: pagePathOf(customer),
  title: `Signed in as ${customer.person.name}`,
  vendor: customer.vendor,
  channel: customer.channel,
  host: 'shop',
  naming: { how: 'signed', person: customer.person },
  shows: 'An ordinary customer: signed in, and proven by the shop’s server.',
}))
