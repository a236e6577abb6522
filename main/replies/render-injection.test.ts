import { describe, expect, it } from 'vitest'
import type { IdentityField } from '#shared/domain/verdict.ts'
import { measured } from '../testing/endurance.ts'
import { renderTemplate } from './render.ts'

const proven = (value: string): IdentityField => ({ value, provenance: 'proven' })

/** Values that mean something to a replacement, a template language, a page, a shell, a spreadsheet or a list of names. */
const literal = [
  '$&',
  '$$',
  '$`',
  "$'",
  '$1',
  '$<name>',
  '$0$1$2',
  '{name}',
  '{ {name} }',
  '{%email%}',
  '<%= email %>',
  '${email}',
  '#{email}',
  '[[email]]',
  '%s %d %n',
  '%{email}',
  '&lt;b&gt;',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  'javascript:alert(1)',
  "' OR 1=1 --",
  '"; DROP TABLE templates; --',
  '`rm -rf /`',
  '$(reboot)',
  '; ls',
  '| cat',
  '../../etc/passwd',
  'C:\\temp\\new',
  '\\u0041',
  '\\n',
  '\\\\',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '=HYPERLINK("http://evil")',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'true',
  '[object Object]',
  '0',
  '😀',
  'é',
  'שלום',
  'Ａｎｎ',
]
/** Values that would break the text apart, turn it round, or stand in it as another variable. */
const left = [
  '{{email}}',
  '{{ email }}',
  '{{?what}}',
  '{{name|x}}',
  'a}}b',
  '{{',
  '{{{{email}}}}',
  'a\nb',
  'a\r\nb',
  'a\tb',
  'a\u0000b',
  '\u202emoc.evil',
  'a\u2066b',
  '\u200fx',
  '',
  '   ',
  'x'.repeat(201),
  '\ud800',
  'a\udc00',
]

describe('values in a template', () => {
  it('are more than sixty', () => {
    expect(literal.length + left.length).toBeGreaterThanOrEqual(60)
    measured('Rendering', `${literal.length} values inserted as they are, ${left.length} not at all`)
  })

  it.each(literal)('%j is inserted as it is, and is not read again', (value) => {
    const fields = { name: proven(value), email: proven('other@example.com') }
    const template = { body: 'Dear {{name}}, dear {{ name }}.', sensitivity: 'personal' as const }
    expect(renderTemplate(template, fields, 'Ann')).toEqual({
      text: `Dear ${value}, dear ${value}.`,
      unresolved: [],
    })
  })

  it.each(left)('%j is not inserted: the variable stays, or says its fallback', (value) => {
    const fields = { name: proven(value), email: proven('other@example.com') }
    const plain = { body: 'Dear {{name}}.', sensitivity: 'public' as const }
    expect(renderTemplate(plain, fields, 'Ann')).toEqual({ text: 'Dear {{name}}.', unresolved: ['name'] })
    const withFallback = { body: 'Dear {{name|there}}.', sensitivity: 'public' as const }
    expect(renderTemplate(withFallback, fields, 'Ann')).toEqual({ text: 'Dear there.', unresolved: [] })
  })

  it.each(['name', 'email', 'phone', 'id', 'ext_user_id'])('a claimed %s goes into no sensitive template', (name) => {
    const fields = { [name]: { value: 'claimed', provenance: 'claimed' as const } }
    const variable = name === 'ext_user_id' ? 'id' : name
    for (const sensitivity of ['personal', 'restricted'] as const) {
      const body = `{{${variable}}}`
      expect(renderTemplate({ body, sensitivity }, fields, 'Ann').unresolved).toEqual([variable])
    }
  })

  it('a fallback is the author’s words: taken literally, and only where nothing is known', () => {
    const body = '{{name|$& {x}}}!'
    expect(renderTemplate({ body: '{{name|$&}}!', sensitivity: 'public' }, {}, 'Ann').text).toBe('$&!')
    expect(renderTemplate({ body: '{{name|$&}}!', sensitivity: 'public' }, { name: proven('Bo') }, 'Ann').text).toBe(
      'Bo!',
    )
    expect(renderTemplate({ body, sensitivity: 'public' }, {}, 'Ann').text).toBe(body)
    expect(renderTemplate({ body: '{{secret|x}}', sensitivity: 'public' }, {}, 'Ann').text).toBe('x')
  })

  it('what the agent has to type is never filled in, whatever it is called', () => {
    const fields = { name: proven('Ann'), '?name': proven('x') }
    expect(renderTemplate({ body: '{{?name}}', sensitivity: 'public' }, fields, 'Ann')).toEqual({
      text: '{{?name}}',
      unresolved: ['name'],
    })
  })
})
