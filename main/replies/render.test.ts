import { describe, expect, it } from 'vitest'
import type { IdentityField } from '#shared/domain/verdict.ts'
import { indexWording } from './lifted-text.ts'
import { renderTemplate, unresolvedIn } from './render.ts'
import { starterTemplates } from './starter-templates.ts'

const proven = (value: string): IdentityField => ({ value, provenance: 'proven' })
const claimed = (value: string): IdentityField => ({ value, provenance: 'claimed' })
const personal = (body: string) => ({ body, sensitivity: 'personal' as const })

describe('rendering', () => {
  it('inserts proven fields literally, once', () => {
    expect(renderTemplate(personal('To {{email}}, {{ email }}.'), { email: proven('$& a@b.example') }, 'Ann')).toEqual({
      text: 'To $& a@b.example, $& a@b.example.',
      unresolved: [],
    })
  })

  it('never puts a claim into a personal or restricted template', () => {
    const fields = { email: claimed('a@b.example') }
    expect(renderTemplate(personal('To {{email}}'), fields, 'Ann')).toEqual({
      text: 'To {{email}}',
      unresolved: ['email'],
    })
    expect(renderTemplate({ body: 'To {{email}}', sensitivity: 'restricted' }, fields, 'Ann').unresolved).toEqual([
      'email',
    ])
    expect(renderTemplate({ body: 'Hi {{email}}', sensitivity: 'public' }, fields, 'Ann').text).toBe('Hi a@b.example')
  })

  it.each(['{{name}}', 'a}}b', 'line\nbreak', '\u202egnol', ' ', 'x'.repeat(201), '\ud800'])(
    'does not insert %j',
    (value) => {
      expect(renderTemplate(personal('{{name}}'), { name: proven(value) }, 'Ann')).toEqual({
        text: '{{name}}',
        unresolved: ['name'],
      })
    },
  )

  it.each(['constructor', '__proto__', 'toString', 'secret', ''])('knows no variable called %j', (name) => {
    const { text, unresolved } = renderTemplate(personal(`{{${name}}}`), { [name]: proven('x') }, 'Ann')
    expect({ text, unresolved }).toEqual({ text: `{{${name}}}`, unresolved: [name] })
  })

  it('finds what is unfilled in a text', () => {
    expect(unresolvedIn('a {{email}} b {{ x }} {{email}} {no}')).toEqual(['email', 'x'])
  })
})

const isLiftedFrom = (text: string, body: string) =>
  indexWording([{ id: 'tmpl_a', sensitivity: 'personal', body, archived: false }]).liftedIn(text).length > 0

describe('lifted text', () => {
  const reset = starterTemplates.find((template) => template.title === 'Password reset link')?.body ?? ''

  it('is recognised whatever its case and spacing', () => {
    expect(isLiftedFrom('Hi!  it WORKS once and\n  for the next 30 minutes - bye', reset)).toBe(true)
    expect(isLiftedFrom('i have sent a link to set\n a NEW\u200b password to  x@y.example', reset)).toBe(true)
    for (const hidden of ['\u034f', '\ufe0f', '\u115f', '\u00ad', ' - ']) {
      expect(isLiftedFrom(reset.replaceAll(' ', `${hidden} `), reset)).toBe(true)
    }
    expect(isLiftedFrom(reset.replaceAll('o', '\u043e'), reset)).toBe(true)
  })

  it('leaves everyday wording alone', () => {
    expect(isLiftedFrom('I have sent you a form', reset)).toBe(false)
    expect(isLiftedFrom('Hello {{name}}', 'Hello {{name}}')).toBe(false)
  })
})

describe('starter templates', () => {
  it('cover every sensitivity', () => {
    expect(starterTemplates.length).toBeGreaterThanOrEqual(10)
    for (const sensitivity of ['public', 'personal', 'restricted']) {
      expect(starterTemplates.filter((template) => template.sensitivity === sensitivity).length).toBeGreaterThanOrEqual(
        3,
      )
    }
  })
  it('can all be recognised when they are sensitive, and do not contain each other', () => {
    for (const template of starterTemplates) {
      if (template.sensitivity === 'public') continue
      for (const other of starterTemplates) {
        expect(isLiftedFrom(other.body, template.body)).toBe(other === template)
      }
    }
  })
})
