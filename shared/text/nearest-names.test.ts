import { expect, it } from 'vitest'
import { misspeltName, nearestNames } from './nearest-names.ts'

const names = ['intercom', 'intercom-jwt', 'intercom-hash', 'zendesk', 'help-scout', 'jwt', 'hmac', 'keys'] as const

it.each([
  ['intercomm', ['intercom']],
  ['intercom-j', ['intercom', 'intercom-jwt']],
  ['intrecom', ['intercom']],
  ['INTERCOM', ['intercom', 'intercom-jwt', 'intercom-hash']],
  ['zendsk', ['zendesk']],
  ['Zendesk Messaging', ['zendesk']],
  ['helpscuot', ['help-scout']],
  ['jwt-token', ['jwt']],
  ['jwy', []],
  ['', []],
  ['something else', []],
  ['x'.repeat(10_000), []],
])('%s is near to %j', (text, expected) => {
  expect(nearestNames(text, names)).toEqual(expected)
})

it.each([
  ['key', undefined],
  ['keyz', 'keys'],
  ['Keys', 'keys'],
  ['keys', undefined],
  ['JWT', 'jwt'],
  ['intercom-jtw', 'intercom-jwt'],
  ['expected', undefined],
])('%s is a misspelling of %s', (text, expected) => {
  expect(misspeltName(text, names)).toBe(expected)
})
