import { expect, test } from '../support/desk.ts'

test('an enforcing channel refuses with a reason that the chat shows and the page hears', async ({ desk, shop }) => {
  const visitor = await shop.visit('/account/unsigned')
  await visitor.write('Close my account.')
  const { detail } = await visitor.hears('refused')
  expect(detail.code).toBe('unverified-visitor')
  await expect(visitor.message('Close my account.')).toContainText('Not sent')
  await expect(visitor.message('Close my account.')).toContainText(detail.sentence ?? 'no sentence')

  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  expect(rows).toEqual([])
  const { channels } = await desk.ask('channels.list', {})
  const desks = channels.filter(({ policy }) => policy === 'enforce')
  expect(desks.map(({ counts }) => counts)).toMatchObject([{ refused: 1, wouldRefuse: 1, verified: 0 }])

  await visitor.identifyAgain()
  await visitor.write('Now with a proof: close my account.')
  await visitor.sent('Now with a proof: close my account.')
  await desk.openConversationWith('Now with a proof')
  expect(await desk.badgeUnder('Now with a proof')).toMatch(/^Verified/)
})

test('what enforce would refuse is counted before it is switched on', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write('Not signed in.')
  await visitor.sent('Not signed in.')
  const { channels } = await desk.ask('channels.list', {})
  const workshop = channels.find(({ name }) => name === 'Workshop')
  expect(workshop).toMatchObject({ policy: 'warn', counts: { messages: 1, wouldRefuse: 1, refused: 0 } })
})
