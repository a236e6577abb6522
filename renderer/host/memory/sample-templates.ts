import type { Standing } from '#shared/domain/conversation.ts'
import type { BlockReason, Sensitivity } from '#shared/domain/reply.ts'

export interface HeldTemplate {
  id: `tmpl_${string}`
  title: string
  sensitivity: Sensitivity
  tags: string[]
  body: string
  version: number
  alternativeId: `tmpl_${string}` | null
  archived: boolean
}

export const sampleTemplates: HeldTemplate[] = [
  {
    id: 'tmpl_hello',
    title: 'Greeting',
    sensitivity: 'public',
    tags: ['start'],
    version: 1,
    alternativeId: null,
    archived: false,
    body: 'Hello, and thank you for writing to us. How can I help?',
  },
  {
    id: 'tmpl_signin',
    title: 'Ask to sign in',
    sensitivity: 'public',
    tags: ['identity'],
    version: 1,
    alternativeId: null,
    archived: false,
    body: 'I can help with that as soon as you have signed in. Please sign in on our site and write again from there.',
  },
  {
    id: 'tmpl_shipping',
    title: 'Shipping times',
    sensitivity: 'public',
    tags: ['orders'],
    version: 1,
    alternativeId: null,
    archived: false,
    body: 'Orders leave our warehouse within two working days.',
  },
  {
    id: 'tmpl_invoice',
    title: 'Invoice sent',
    sensitivity: 'personal',
    tags: ['billing'],
    version: 3,
    alternativeId: 'tmpl_signin',
    archived: false,
    body: 'I have sent the invoice to {{email}}. It is in your account too.',
  },
  {
    id: 'tmpl_address',
    title: 'Address on file',
    sensitivity: 'personal',
    tags: ['account'],
    version: 3,
    alternativeId: 'tmpl_signin',
    archived: false,
    body: 'The address we have for you is the one you confirmed last. Tell me what should change, {{name}}.',
  },
  {
    id: 'tmpl_reset',
    title: 'Password reset link',
    sensitivity: 'restricted',
    tags: ['account', 'security'],
    version: 1,
    alternativeId: 'tmpl_signin',
    archived: false,
    body: 'I have started a password reset for {{email}}. The link works for 15 minutes.',
  },
  {
    id: 'tmpl_refund',
    title: 'Refund to a new account',
    sensitivity: 'restricted',
    tags: ['billing'],
    version: 1,
    alternativeId: 'tmpl_signin',
    archived: false,
    body: 'The refund goes to the account you have just confirmed, {{email}}.',
  },
]

/** The gate's answer for one template, imitated: fails closed on anything that is not freshly verified. */
export function lockFor(template: HeldTemplate, standing: Standing, now: number): BlockReason | null {
  if (template.sensitivity === 'public') return null
  if (standing.status === 'failed')
    return { code: 'proof-rejected', message: `${template.title} needs a proof, and the last one was rejected.` }
  if (standing.status === 'expired')
    return { code: 'proof-expired', message: `${template.title} needs a proof, and the last one has expired.` }
  if (standing.status !== 'verified')
    return {
      code: 'not-verified',
      message: `${template.title} needs a verified visitor. This one is not authenticated.`,
    }
  const fresh = standing.provenAt !== null && now - standing.provenAt <= 15 * 60_000
  if (template.sensitivity === 'restricted' && !fresh)
    return {
      code: 'proof-too-old',
      message: `${template.title} is restricted: it needs a proof from the last 15 minutes.`,
    }
  return null
}
