import { describe, expect, it } from 'vitest'
import { starterTemplates } from '../starter-templates.ts'
import { type ScanAllowance, scanText } from './scan-text.ts'

const allowance: ScanAllowance = {
  proven: [],
  publicTexts: ['Call us on +49 30 5557700 or write to hello@our-desk.example.'],
  sites: ['shop.example'],
}

describe('what may be said', () => {
  const kinds = (text: string, change: Partial<ScanAllowance> = {}) =>
    scanText(text, { ...allowance, ...change }).map(({ kind }) => kind)

  it('is what the visitor proved to be theirs, however it is written', () => {
    expect(kinds('It went to Ann@Example.com.', { proven: ['ann@example.com'] })).toEqual([])
    expect(kinds('It went to bob@example.com.', { proven: ['ann@example.com'] })).toEqual(['e-mail'])
    expect(kinds('We call 0171 2345678.', { proven: ['+491712345678'] })).toEqual([])
    expect(kinds('We call 0171 2345679.', { proven: ['+491712345678'] })).toEqual(['phone-number'])
  })
  it('is every template of the starter set, with what the visitor proved in it', () => {
    for (const { body, title } of starterTemplates) {
      const text = body.replaceAll('{{email}}', 'ann@example.com').replaceAll(/\{\{[^}]*\}\}/g, 'Ann')
      expect(kinds(text, { proven: ['ann@example.com'] }), title).toEqual([])
    }
  })
  it('is what a public template says', () => {
    expect(kinds('Call +49 (30) 555 77 00 or write to HELLO@our-desk.example')).toEqual([])
    expect(kinds('Call +49 (30) 555 77 00', { publicTexts: [] })).toEqual(['phone-number'])
  })
  it('is the address of a role at the channel’s own site, and no name there', () => {
    expect(kinds('Write to support@shop.example.')).toEqual([])
    expect(kinds('Write to support@elsewhere.example.')).toEqual(['e-mail'])
    expect(kinds('Write to ann.smith@shop.example.')).toEqual(['e-mail'])
  })
})

describe('what machines see and people do not', () => {
  it.each([
    ['invisible characters', '4111\u200b1111\u200b1111\u20601111'],
    ['soft hyphens', '4111\u00ad1111\u00ad1111\u00ad1111'],
    ['full width digits', '４１１１ １１１１ １１１１ １１１１'],
    ['Arabic digits', '٤١١١ ١١١١ ١١١١ ١١١١'],
    ['other dashes', '4111‐1111–1111—1111'],
    ['other spaces', '4111\u00a01111\u20071111\u30001111'],
    ['a line break', '4111 1111\n1111 1111'],
  ])('%s hide no card', (_, text) => {
    const [find] = scanText(`no ${text} end`, allowance)
    expect(find).toEqual({ kind: 'card-number', start: 3, end: 3 + text.length })
  })
})
