import { describe, expect, it } from 'vitest'
import { firstVariable, matchTemplates, slashWordAt } from './slash.ts'

describe('slashWordAt', () => {
  it('finds a slash word anywhere in the text', () => {
    expect(slashWordAt('/re', 3)).toEqual({ start: 0, end: 3, query: 're' })
    expect(slashWordAt('Hello /reset li and more', 15)).toEqual({ start: 6, end: 15, query: 'reset li' })
    expect(slashWordAt('first\n/', 7)).toEqual({ start: 6, end: 7, query: '' })
  })

  it.each(['and/or', 'https://x.test', '24/7', 'a / b', 'one /two\nthree'])('leaves %j alone', (text) => {
    expect(slashWordAt(text, text.length)).toBeNull()
  })
})

describe('matchTemplates', () => {
  const templates = [
    { title: 'Address on file', tags: [], body: null },
    { title: 'Shipping times', tags: [], body: 'Write reset if you like' },
    { title: 'Password reset link', tags: ['account'], body: null },
    { title: 'Reset two-factor', tags: [], body: null },
  ]

  it('puts titles before bodies, and the beginning of a title first', () => {
    expect(matchTemplates(templates, 'reset').map((one) => one.title)).toEqual([
      'Reset two-factor',
      'Password reset link',
      'Shipping times',
    ])
  })

  it('puts the beginning of a word before its middle', () => {
    expect(matchTemplates(templates, 'res').map((one) => one.title)).toEqual([
      'Reset two-factor',
      'Password reset link',
      'Address on file',
      'Shipping times',
    ])
  })

  it('searches tags, and gives all for an empty query', () => {
    expect(matchTemplates(templates, 'account').map((one) => one.title)).toEqual(['Password reset link'])
    expect(matchTemplates(templates, '')).toHaveLength(4)
  })
})

describe('firstVariable', () => {
  it('finds what was left open', () => {
    expect(firstVariable('Hi {{name}}, {{plan}}')).toEqual({ start: 3, end: 11 })
    expect(firstVariable('Hi Ann')).toBeNull()
  })
})
