import type { TemplateText } from '#shared/domain/reply.ts'

export interface StarterTemplate extends TemplateText {
  /** Title of the public template that may be sent instead. */
  alternative: string | null
}

const askToSignIn = 'Ask to sign in'
const whyNotMore = 'Why we cannot say more here'

/** What a new workspace starts with: something to reach for at every sensitivity. */
export const starterTemplates: readonly StarterTemplate[] = [
  {
    title: 'Greeting',
    sensitivity: 'public',
    tags: ['hello'],
    alternative: null,
    body: 'Hello {{name|and welcome}}, this is {{agent}}. Thank you for writing to us. How can I help?',
  },
  {
    title: askToSignIn,
    sensitivity: 'public',
    tags: ['identity', 'safe'],
    alternative: null,
    body:
      'I would like to look into this with you. Please sign in to your account on our site and write again in this ' +
      'chat: then I can see that it is you, and talk about your account.',
  },
  {
    title: whyNotMore,
    sensitivity: 'public',
    tags: ['identity', 'safe'],
    alternative: null,
    body:
      'To protect our customers we only talk about accounts and orders with people who are signed in. ' +
      'General questions I am happy to answer right away.',
  },
  {
    title: 'Shipping times',
    sensitivity: 'public',
    tags: ['shipping'],
    alternative: null,
    body: 'Orders placed before 2 pm leave our warehouse the same working day. Delivery takes two to four working days.',
  },
  {
    title: 'Returns in general',
    sensitivity: 'public',
    tags: ['returns'],
    alternative: null,
    body: 'You can send anything back within 30 days. The return form is in your account under “My orders”.',
  },
  {
    title: 'We are looking into it',
    sensitivity: 'public',
    tags: ['waiting'],
    alternative: null,
    body: 'Thank you for your patience. I am checking this with a colleague and will come back to you here.',
  },
  {
    title: 'Goodbye',
    sensitivity: 'public',
    tags: ['closing'],
    alternative: null,
    body: 'I am glad that I could help. If anything else comes up, just write again. Have a good day!',
  },
  {
    title: 'How to reach us',
    sensitivity: 'public',
    tags: ['contact'],
    alternative: null,
    body: 'You reach us right here in this chat from Monday to Friday, 9 am to 6 pm. We answer in the order in which people wrote.',
  },
  {
    title: 'Which order is it?',
    sensitivity: 'public',
    tags: ['orders'],
    alternative: null,
    body: 'I have noted {{?what it is about}}. Please tell me the order number as well: it stands at the top of the confirmation.',
  },
  {
    title: 'Order status',
    sensitivity: 'personal',
    tags: ['orders'],
    alternative: askToSignIn,
    body: 'Your latest order under {{email}} has left our warehouse. The carrier will send the tracking link to that address.',
  },
  {
    title: 'Delivery address on record',
    sensitivity: 'personal',
    tags: ['orders', 'shipping'],
    alternative: askToSignIn,
    body: 'The account of {{email}} has one delivery address on record. Shall I read it out to you so that you can check it?',
  },
  {
    title: 'Invoice copy',
    sensitivity: 'personal',
    tags: ['billing'],
    alternative: askToSignIn,
    body: 'I have sent a copy of your latest invoice to {{email}}. It should arrive within a few minutes.',
  },
  {
    title: 'Subscription renewal',
    sensitivity: 'personal',
    tags: ['billing'],
    alternative: askToSignIn,
    body: 'The subscription that belongs to {{email}} renews at the end of this month. You can cancel it until the day before.',
  },
  {
    title: 'Password reset link',
    sensitivity: 'restricted',
    tags: ['account', 'security'],
    alternative: whyNotMore,
    body: 'I have sent a link to set a new password to {{email}}. It works once and for the next 30 minutes.',
  },
  {
    title: 'Change of bank details',
    sensitivity: 'restricted',
    tags: ['billing', 'security'],
    alternative: whyNotMore,
    body:
      'The bank details of the account of {{email}} can be changed now. Please open “Payment” in your account: ' +
      'the form stays unlocked for 15 minutes.',
  },
  {
    title: 'Change of e-mail address',
    sensitivity: 'restricted',
    tags: ['account', 'security'],
    alternative: whyNotMore,
    body:
      'I have started the change of the address {{email}} on your account. ' +
      'Please confirm it with the message that was just sent to both addresses.',
  },
]
