import type { DemoPagePlan } from './page-plan.ts'
import { people } from './people.ts'

const { tomas, noor, ines, sam } = people

/** Pages whose channel has another key by now, or talks to verified visitors only. */
export const guardedPages: readonly DemoPagePlan[] = [
  {
    path: '/outlet/signed-in',
    title: 'A key that was retired',
    vendor: 'Fernand',
    channel: 'retired',
    host: 'shop',
    naming: { how: 'signed', person: tomas },
    shows: 'The outlet still signs with a key that has ended.',
  },
  {
    path: '/account/signed-in',
    title: 'Signed in at the account desk',
    vendor: 'Fernand',
    channel: 'enforcing',
    host: 'shop',
    naming: { how: 'signed', person: noor },
    shows: 'This desk talks to verified visitors only, and this one is.',
  },
  {
    path: '/account/unsigned',
    title: 'Refused at the account desk',
    vendor: 'Fernand',
    channel: 'enforcing',
    host: 'shop',
    naming: { how: 'unsigned', person: noor },
    again: { button: 'Sign in as Noor', naming: { how: 'signed', person: noor } },
    shows: 'This desk talks to verified visitors only: the chat says why it refuses.',
  },
]

/** Pages whose channel cannot check anybody, or is not theirs. */
export const unsoundPages: readonly DemoPagePlan[] = [
  {
    path: '/parts/leaks-secret',
    title: 'The secret stands in the page',
    vendor: 'Fernand',
    channel: 'leaking',
    host: 'shop',
    naming: { how: 'leaks-secret', person: tomas },
    shows: 'The site sends its own secret to every visitor. From then on that key verifies nothing.',
  },
  {
    path: '/pop-up/unchecked',
    title: 'A channel without a key',
    vendor: 'YourGPT',
    channel: 'unchecked',
    host: 'shop',
    naming: { how: 'signed', person: sam },
    shows: 'Signed, and nothing here to check it with.',
  },
  {
    path: '/fernand/stranger',
    title: 'A site that is on no list',
    vendor: 'Fernand',
    channel: 'fernand',
    host: 'stranger',
    naming: { how: 'signed', person: ines },
    shows: 'The channel’s snippet, copied to a site it was not made for.',
  },
]
