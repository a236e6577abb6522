import type { Naming } from './back-end.ts'
import type { DemoChannelName, DemoHost } from './channels.ts'
import { people } from './people.ts'

/** One page of the demo site: which channel it chats through, how it names its visitor, and why. */
export interface DemoPagePlan {
  /** `/vendor/variant`: the path on the site, and the page's name everywhere else. */
  path: `/${string}/${string}`
  title: string
  vendor: 'YourGPT' | 'Fernand' | 'Pavior' | 'Talkative'
  channel: DemoChannelName
  host: DemoHost
  naming: Naming
  /** One line for the reader of the page. */
  shows: string
  /** A button that makes the page identify again in another way. */
  again?: { button: string; naming: Naming }
}

const { mara, tomas, aiko, noor, jonas, priya, leo, ines, sam, hana, mallory } = people
const nobody: Naming = { how: 'nobody' }

export const demoPages: readonly DemoPagePlan[] = [
  {
    path: '/yourgpt/signed-in',
    title: 'Signed in',
    vendor: 'YourGPT',
    channel: 'yourgpt',
    host: 'shop',
    naming: { how: 'signed', person: mara },
    shows: 'The customer number is signed. E-mail and phone beside it are not.',
  },
  {
    path: '/yourgpt/unsigned',
    title: 'Named without a hash',
    vendor: 'YourGPT',
    channel: 'yourgpt',
    host: 'shop',
    naming: { how: 'unsigned', person: tomas },
    shows: 'The page names a customer and proves nothing.',
  },
  {
    path: '/yourgpt/forged',
    title: 'Forged hash',
    vendor: 'YourGPT',
    channel: 'yourgpt',
    host: 'shop',
    naming: { how: 'forged', person: mara },
    shows: 'Somebody without the shop’s secret made this hash up.',
  },
  {
    path: '/yourgpt/lower-field',
    title: 'Hash of the wrong field',
    vendor: 'YourGPT',
    channel: 'yourgpt',
    host: 'shop',
    naming: { how: 'lower-field', person: aiko },
    shows: 'The hash is right for the e-mail, but the customer number goes first.',
  },
  {
    path: '/yourgpt/switch',
    title: 'Another name in mid-conversation',
    vendor: 'YourGPT',
    channel: 'yourgpt',
    host: 'shop',
    naming: { how: 'signed', person: aiko },
    again: { button: 'Claim to be Jonas Weber', naming: { how: 'unsigned', person: jonas } },
    shows: 'The visitor is proven, and then says to be someone else.',
  },
  {
    path: '/yourgpt/anonymous',
    title: 'Nobody named',
    vendor: 'YourGPT',
    channel: 'yourgpt',
    host: 'shop',
    naming: nobody,
    again: { button: 'Sign in as Noor', naming: { how: 'signed', person: noor } },
    shows: 'The page names nobody. The chat may ask, and what is typed is a claim.',
  },
  {
    path: '/fernand/signed-in',
    title: 'Signed in',
    vendor: 'Fernand',
    channel: 'fernand',
    host: 'shop',
    naming: { how: 'signed', person: ines },
    shows: 'The e-mail is signed by the shop’s server.',
  },
  {
    path: '/fernand/unsigned',
    title: 'Named without a hash',
    vendor: 'Fernand',
    channel: 'fernand',
    host: 'shop',
    naming: { how: 'unsigned', person: ines },
    again: { button: 'Sign in as Inês', naming: { how: 'signed', person: ines } },
    shows: 'The same customer, named by a page that proves nothing. Their history stays hidden.',
  },
  {
    path: '/fernand/forged',
    title: 'Forged hash',
    vendor: 'Fernand',
    channel: 'fernand',
    host: 'shop',
    naming: { how: 'forged', person: ines },
    shows: 'An impostor with a hash from a key of their own.',
  },
  {
    path: '/fernand/other-case',
    title: 'A capital letter',
    vendor: 'Fernand',
    channel: 'fernand',
    host: 'shop',
    naming: { how: 'other-case', person: leo },
    shows: 'Hashed as “Leo@…”, sent as “leo@…”. To a hash, these are two people.',
  },
  {
    path: '/fernand/hostile-name',
    title: 'A name that looks like a badge',
    vendor: 'Fernand',
    channel: 'fernand',
    host: 'shop',
    naming: { how: 'unsigned', person: mallory },
    shows: 'The name holds a check mark, a script and a text direction mark; the e-mail is very long.',
  },
  {
    path: '/pavior/signed-in',
    title: 'Signed in',
    vendor: 'Pavior',
    channel: 'pavior',
    host: 'shop',
    naming: { how: 'signed', person: priya },
    shows: 'The e-mail is signed, since the page gives no id.',
  },
  {
    path: '/pavior/unsigned',
    title: 'Named without a hash',
    vendor: 'Pavior',
    channel: 'pavior',
    host: 'shop',
    naming: { how: 'unsigned', person: sam },
    shows: 'The page names a member and proves nothing.',
  },
  {
    path: '/pavior/forged',
    title: 'Forged hash',
    vendor: 'Pavior',
    channel: 'pavior',
    host: 'shop',
    naming: { how: 'forged', person: priya },
    shows: 'Somebody without the shop’s secret made this hash up.',
  },
  {
    path: '/pavior/lower-field',
    title: 'Hash of the wrong field',
    vendor: 'Pavior',
    channel: 'pavior',
    host: 'shop',
    naming: { how: 'lower-field', person: sam },
    shows: 'The hash is right for the e-mail, but an id is given and goes first.',
  },
  {
    path: '/pavior/borrowed',
    title: 'Help centre borrows the sign-in',
    vendor: 'Pavior',
    channel: 'pavior',
    host: 'help',
    naming: { how: 'borrowed', person: priya },
    shows: 'This host is on the list of those that may borrow the shop’s authentication.',
  },
  {
    path: '/pavior/borrowed-elsewhere',
    title: 'A foreign host borrows the sign-in',
    vendor: 'Pavior',
    channel: 'pavior',
    host: 'other',
    naming: { how: 'borrowed', person: priya },
    shows: 'The hash is right, and this host may not borrow it.',
  },
  {
    path: '/pavior/shared-alone',
    title: 'Shared sign-in without a hash',
    vendor: 'Pavior',
    channel: 'pavior',
    host: 'help',
    naming: { how: 'shared-without-proof' },
    shows: 'Only the name of the main domain is given: nothing that could be checked.',
  },
  {
    path: '/talkative/signed-in',
    title: 'Signed in',
    vendor: 'Talkative',
    channel: 'talkative',
    host: 'shop',
    naming: { how: 'signed', person: hana },
    shows: 'Name, e-mail and customer number stand in a token that the shop signed.',
  },
  {
    path: '/talkative/element',
    title: 'Signed in, by the element',
    vendor: 'Talkative',
    channel: 'talkative',
    host: 'shop',
    naming: { how: 'element', person: hana },
    shows: 'The same token, handed over as the element’s property.',
  },
  {
    path: '/talkative/unsigned',
    title: 'Unsigned interaction data',
    vendor: 'Talkative',
    channel: 'talkative',
    host: 'shop',
    naming: { how: 'unsigned', person: hana },
    shows: 'Nothing here is signed.',
  },
  {
    path: '/talkative/forged',
    title: 'Forged token',
    vendor: 'Talkative',
    channel: 'talkative',
    host: 'shop',
    naming: { how: 'forged', person: hana },
    shows: 'Signed with a key that the channel does not know.',
  },
  {
    path: '/talkative/altered',
    title: 'An altered field',
    vendor: 'Talkative',
    channel: 'talkative',
    host: 'shop',
    naming: { how: 'altered', person: jonas, into: hana },
    shows: 'A true token of one customer, with another customer’s data put into it.',
  },
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

/** @throws RangeError when no page has this path */
export function demoPageAt(path: string): DemoPagePlan {
  const page = demoPages.find((candidate) => candidate.path === path)
  if (page === undefined) throw new RangeError(`The demo site has no page ${path}`)
  return page
}
