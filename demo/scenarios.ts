import type { FlagKind } from '#shared/domain/review.ts'
import type { ReasonCode, VerdictStatus } from '#shared/domain/verdict.ts'
import { afternoonScenarios, morningScenarios } from './everyday-scenarios.ts'
import { people } from './people.ts'

/** What the console must show for one message. `value` is the proven or claimed identity; null where there is none. */
export interface ExpectedVerdict {
  status: VerdictStatus
  reason: ReasonCode
  value: string | null
  /** True where this message must be marked as coming from another identity than the one before it. */
  switched?: boolean
  /** True where its proof must be marked as seen elsewhere. */
  elsewhere?: boolean
  /** The flag that supervisors must find for its conversation, once. */
  flag?: FlagKind
}

export type Step =
  /** Types into the chat and sends. */
  | { does: 'writes'; text: string; expect: ExpectedVerdict }
  /** Types into the chat, and is told no: the chat shows the reason, the page hears it, the console has no message. */
  | { does: 'is-refused'; text: string; code: string }
  /** The chat does not open at all on this page. */
  | { does: 'is-turned-away'; code: string }
  | { does: 'fills-form'; name: string; email: string }
  /** The agent answers what was written last, and the chat shows it. Left out where nobody is there to answer. */
  | { does: 'is-answered'; text: string }
  /** The page's own button, which identifies again. */
  | { does: 'presses-button' }
  | { does: 'sees'; text: string }
  | { does: 'does-not-see'; text: string }

/** One visitor in a browser of their own. */
export interface Scenario {
  title: string
  /** Path of the page in `demoPages`. */
  page: string
  visitor: string
  /** Title of the scenario that must have been played before this one. */
  after?: string
  steps: Step[]
}

const { mara, tomas, aiko, noor, jonas, priya, leo, ines, almostInes, sam, hana, emil, dana, petra, milan, ida } =
  people
const writes = (
  text: string,
  status: VerdictStatus,
  reason: ReasonCode,
  value: string | null,
  marks: Pick<ExpectedVerdict, 'elsewhere' | 'flag'> = {},
): Step => ({
  does: 'writes',
  text,
  expect: { status, reason, value, ...marks },
})

const parcel = 'My parcel with the new lock has not come. Which address is it going to?'

/** Each vendor, proven and in every way that goes wrong: what a desk seldom sees and must get right. */
export const cases: readonly Scenario[] = [
  // YourGPT: customer number before e-mail before phone.
  {
    title: 'YourGPT, verified',
    page: '/yourgpt/signed-in',
    visitor: mara.name,
    steps: [writes('Can I still change the frame size of my order?', 'verified', 'proof-matches', mara.id)],
  },
  {
    title: 'YourGPT, unsigned',
    page: '/yourgpt/unsigned',
    visitor: tomas.name,
    steps: [writes('Please tell me the balance of my gift card.', 'claimed', 'no-proof', tomas.id)],
  },
  {
    title: 'YourGPT, forged',
    page: '/yourgpt/forged',
    visitor: 'somebody as Mara',
    steps: [writes('It is me, Mara. Send the invoice to my new address.', 'failed', 'hash-mismatch', mara.id)],
  },
  {
    title: 'YourGPT, hash of a lower field',
    page: '/yourgpt/lower-field',
    visitor: emil.name,
    steps: [writes('Does the Tern fit a child seat?', 'failed', 'hash-for-lower-field', emil.id)],
  },
  {
    title: 'YourGPT, another identity in mid-conversation',
    page: '/yourgpt/switch',
    visitor: aiko.name,
    steps: [
      writes('When will my brakes be ready?', 'verified', 'proof-matches', aiko.id),
      { does: 'presses-button' },
      {
        does: 'writes',
        text: 'And what does my colleague still owe you?',
        expect: { status: 'claimed', reason: 'no-proof', value: jonas.id, switched: true },
      },
    ],
  },
  {
    title: 'Nobody named',
    page: '/yourgpt/anonymous',
    visitor: 'a passer-by',
    steps: [
      writes('Are you open on Sunday?', 'anonymous', 'no-identity', null),
      { does: 'presses-button' },
      writes('Now I am signed in: where is my order?', 'verified', 'proof-matches', noor.id),
    ],
  },
  {
    title: 'Nobody named, form filled in',
    page: '/yourgpt/anonymous',
    visitor: 'a passer-by',
    steps: [
      { does: 'fills-form', name: 'Ada', email: 'ada@example.com' },
      writes('Could you ring me about a repair?', 'claimed', 'no-proof', 'ada@example.com'),
    ],
  },
  // Fernand: the e-mail, byte for byte.
  {
    title: 'Fernand, verified',
    page: '/fernand/signed-in',
    visitor: ines.name,
    steps: [writes(parcel, 'verified', 'proof-matches', ines.email)],
  },
  {
    title: 'Fernand, unsigned, and not shown the history',
    page: '/fernand/unsigned',
    visitor: 'somebody as Inês',
    after: 'Fernand, verified',
    steps: [
      { does: 'does-not-see', text: parcel },
      writes('Hello, where was my parcel going again?', 'claimed', 'no-proof', ines.email),
      { does: 'does-not-see', text: parcel },
    ],
  },
  {
    title: 'Fernand, forged, and not shown the history',
    page: '/fernand/forged',
    visitor: 'somebody as Inês',
    after: 'Fernand, verified',
    steps: [
      { does: 'does-not-see', text: parcel },
      writes('I lost my password, just read me the address.', 'failed', 'hash-mismatch', ines.email),
      { does: 'does-not-see', text: parcel },
    ],
  },
  {
    title: 'Fernand, verified again from another browser, and seen elsewhere',
    page: '/fernand/signed-in',
    visitor: ines.name,
    after: 'Fernand, verified',
    steps: [
      { does: 'sees', text: parcel },
      writes('I am on my phone now. Any news of the parcel?', 'verified', 'proof-matches', ines.email, {
        elsewhere: true,
        flag: 'proof-seen-elsewhere',
      }),
    ],
  },
  {
    title: 'Fernand, a lookalike of a verified customer',
    page: '/fernand/lookalike',
    visitor: 'somebody almost Inês',
    after: 'Fernand, verified',
    steps: [
      { does: 'does-not-see', text: parcel },
      writes('It is me again. Please send it to my new flat.', 'claimed', 'no-proof', almostInes.email, {
        flag: 'claims-verified-contact',
      }),
    ],
  },
  {
    title: 'Fernand, another case',
    page: '/fernand/other-case',
    visitor: leo.name,
    steps: [writes('I need a spare key for my lock.', 'failed', 'hash-mismatch', leo.email)],
  },
  // Pavior: id or e-mail, and a list of hosts that may borrow.
  {
    title: 'Pavior, verified',
    page: '/pavior/signed-in',
    visitor: priya.name,
    steps: [writes('What is my member discount this year?', 'verified', 'proof-matches', priya.email)],
  },
  {
    title: 'Pavior, unsigned',
    page: '/pavior/unsigned',
    visitor: sam.name,
    steps: [writes('When does my membership end?', 'claimed', 'no-proof', sam.email)],
  },
  {
    title: 'Pavior, forged',
    page: '/pavior/forged',
    visitor: 'somebody as Priya',
    steps: [writes('Please move my points to this account.', 'failed', 'hash-mismatch', priya.email)],
  },
  {
    title: 'Pavior, hash of a lower field',
    page: '/pavior/lower-field',
    visitor: sam.name,
    steps: [writes('Can I pause my membership?', 'failed', 'hash-for-lower-field', sam.id)],
  },
  {
    title: 'Pavior, borrowed on an allowed host',
    page: '/pavior/borrowed',
    visitor: dana.name,
    steps: [writes('I read the article and still cannot log in.', 'verified', 'proof-borrowed', dana.email)],
  },
  {
    title: 'Pavior, borrowed on a foreign host',
    page: '/pavior/borrowed-elsewhere',
    visitor: 'somebody with Priya’s hash',
    steps: [writes('Show me my last orders, please.', 'failed', 'shared-auth-origin-not-allowed', priya.email)],
  },
  // Talkative: a signed array.
  {
    title: 'Talkative, verified',
    page: '/talkative/signed-in',
    visitor: hana.name,
    steps: [writes('Is my bicycle insured abroad?', 'verified', 'proof-matches', hana.id)],
  },
  {
    title: 'Talkative, verified by the element',
    page: '/talkative/element',
    visitor: petra.name,
    steps: [writes('I would like to report a theft.', 'verified', 'proof-matches', petra.id)],
  },
  {
    title: 'Talkative, unsigned',
    page: '/talkative/unsigned',
    visitor: 'somebody as Hana',
    steps: [writes('What is the number of my policy?', 'claimed', 'no-proof', null)],
  },
  {
    title: 'Talkative, forged',
    page: '/talkative/forged',
    visitor: 'somebody as Hana',
    steps: [writes('Please pay my claim to another account.', 'failed', 'signature-mismatch', hana.id)],
  },
  {
    title: 'Talkative, an altered field',
    page: '/talkative/altered',
    visitor: `${jonas.name} as Hana`,
    steps: [writes('I am Hana. Read me my claims.', 'failed', 'signature-mismatch', hana.id)],
  },
  // Presets, and a channel of the shop's own.
  {
    title: 'Intercom, verified',
    page: '/intercom/signed-in',
    visitor: leo.name,
    steps: [writes('Can I bring a guest to the Saturday ride?', 'verified', 'proof-matches', leo.id)],
  },
  {
    title: 'Intercom, unsigned',
    page: '/intercom/unsigned',
    visitor: 'somebody as Léo',
    steps: [writes('Which card is my membership paid with?', 'claimed', 'no-proof', leo.id)],
  },
  {
    title: 'Intercom, forged',
    page: '/intercom/forged',
    visitor: 'somebody as Léo',
    steps: [writes('Cancel my membership and refund it here.', 'failed', 'signature-mismatch', leo.id)],
  },
  {
    title: 'Intercom, a token that is over',
    page: '/intercom/expired',
    visitor: ida.name,
    steps: [writes('Is the ride still on if it rains?', 'expired', 'proof-expired', ida.id)],
  },
  {
    title: 'Chatwoot, verified',
    page: '/chatwoot/signed-in',
    visitor: jonas.name,
    steps: [writes('May I keep the rental a day longer?', 'verified', 'proof-matches', jonas.id)],
  },
  {
    title: 'Chatwoot, forged',
    page: '/chatwoot/forged',
    visitor: 'somebody as Jonas',
    steps: [writes('Send the deposit to another account.', 'failed', 'hash-mismatch', jonas.id)],
  },
  {
    title: 'Own token, verified',
    page: '/own/signed-in',
    visitor: hana.name,
    steps: [writes('Does my policy cover a rented bicycle?', 'verified', 'proof-matches', hana.id)],
  },
  {
    title: 'Own token, forged',
    page: '/own/forged',
    visitor: 'somebody as Hana',
    steps: [writes('Change the phone number of my policy.', 'failed', 'signature-mismatch', hana.id)],
  },
  {
    title: 'Own token, over',
    page: '/own/expired',
    visitor: milan.name,
    steps: [writes('When do I have to pay the next time?', 'expired', 'proof-expired', milan.id)],
  },
  {
    title: 'Own token, for another service',
    page: '/own/other-audience',
    visitor: 'a token of the newsletter',
    steps: [writes('What was my last claim about?', 'failed', 'audience-mismatch', hana.id)],
  },
  // Channels that cannot or will not.
  {
    title: 'A key that was retired',
    page: '/outlet/signed-in',
    visitor: tomas.name,
    steps: [writes('Do you take this back?', 'unchecked', 'key-retired', tomas.email)],
  },
  {
    title: 'A channel without a key',
    page: '/pop-up/unchecked',
    visitor: sam.name,
    steps: [writes('How long is the stand here?', 'unchecked', 'no-key', sam.id)],
  },
  {
    title: 'A secret that its own site gives away',
    page: '/parts/leaks-secret',
    visitor: tomas.name,
    steps: [
      writes('Do you have a chain for a 1x12?', 'unchecked', 'key-compromised', tomas.email, {
        flag: 'secret-exposed',
      }),
    ],
  },
  {
    title: 'An enforcing channel, unverified and then verified',
    page: '/account/unsigned',
    visitor: noor.name,
    steps: [
      { does: 'is-refused', text: 'Close my account.', code: 'unverified-visitor' },
      { does: 'presses-button' },
      writes('Now signed in: please close my account.', 'verified', 'proof-matches', noor.email),
    ],
  },
  {
    title: 'A site that is on no list',
    page: '/fernand/stranger',
    visitor: 'a copied snippet',
    steps: [{ does: 'is-turned-away', code: 'origin-not-allowed' }],
  },
  {
    title: 'A name that looks like a badge',
    page: '/fernand/hostile-name',
    visitor: 'Mallory',
    steps: [writes('✅ Verified. I am your supervisor.', 'claimed', 'no-proof', people.mallory.email)],
  },
]

/** Customers as they are most of the day. */
export const everyday: readonly Scenario[] = [...morningScenarios, ...afternoonScenarios]

/** The whole demo, in order: an ordinary day, with everything that can go wrong in its middle. */
export const scenarios: readonly Scenario[] = [...morningScenarios, ...cases, ...afternoonScenarios]
