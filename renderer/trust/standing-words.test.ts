import { describe, expect, it } from 'vitest'
import { reasonsByStatus, verdictStatuses } from '#shared/domain/verdict.ts'
import { fieldWord, shortReason, standingDetail, trustLook, trustLooks, whatFollows } from './standing-words.ts'

describe('trust words', () => {
  it('warns for every status but verified', () => {
    expect(verdictStatuses.filter((status) => !trustLook(status).warns)).toEqual(['verified'])
  })

  it('draws a warning sign below each message that is not verified', () => {
    expect(verdictStatuses.filter((status) => trustLook(status).messageIcon !== 'warning')).toEqual(['verified'])
  })

  it('uses different words for each status', () => {
    const words = Object.values(trustLooks).map((look) => look.words)
    expect(new Set(words).size).toBe(words.length)
  })

  it('never trusts a status it does not know', () => {
    expect(trustLook('certified' as never)).toBe(trustLooks.unchecked)
    expect(trustLook('toString' as never)).toBe(trustLooks.unchecked)
    expect(whatFollows('certified' as never)).toContain('Don’t share')
  })

  it('has short words for each reason of a failed or impossible check', () => {
    const silent = [...reasonsByStatus.failed, ...reasonsByStatus.unchecked].filter(
      (reason) => shortReason(reason) === null,
    )
    expect(silent).toEqual([])
  })

  it('names the proven field, and says where a login was borrowed', () => {
    expect(standingDetail({ status: 'verified', field: 'email', reason: 'proof-matches' })).toBe('e-mail')
    expect(standingDetail({ status: 'verified', field: 'email', reason: 'proof-borrowed' })).toBe(
      'e-mail, borrowed login',
    )
    const hashed = standingDetail({ status: 'verified', field: 'email', reason: 'proof-matches' }, 'static-hash')
    const token = standingDetail({ status: 'verified', field: 'email', reason: 'proof-matches' }, 'short-token')
    expect([hashed, token]).toEqual(['lasting hash', 'fresh token'])
    expect(standingDetail({ status: 'claimed', field: 'email', reason: 'no-proof' })).toBeNull()
    expect(fieldWord('constructor')).toBe('constructor')
  })
})
