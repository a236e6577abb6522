import { judgeSteps } from '../../demo/judge.ts'
import { playAll } from '../../demo/play-all.ts'
import { scenarios } from '../../demo/scenarios.ts'
import { expect, test } from '../support/desk.ts'

/** From a visitor's page to the badge: the demo's scenarios, by the folder of their page. */
const groups = {
  'ordinary customers': ['customers'],
  YourGPT: ['yourgpt'],
  Fernand: ['fernand'],
  Pavior: ['pavior'],
  Talkative: ['talkative'],
  'Intercom and Chatwoot': ['intercom', 'chatwoot'],
  'a token of the site’s own': ['own'],
  'channels that cannot or will not': ['outlet', 'account', 'pop-up'],
  'a site that gives its secret away': ['parts'],
}

for (const [name, folders] of Object.entries(groups)) {
  const mine = scenarios.filter(({ page }) => folders.includes(page.split('/')[1] ?? ''))
  test(`${name}: ${mine.length} visitors, each badge as it must be`, async ({ desk, shop, visitors }) => {
    const judged = await judgeSteps(desk, await playAll(visitors, mine, shop.urlOf))
    expect(judged.length).toBeGreaterThanOrEqual(mine.length)
    expect(
      judged
        .map(({ played, wrong }) => ({ title: played.scenario.title, wrong }))
        .filter(({ wrong }) => wrong.length > 0),
    ).toEqual([])
  })
}

test('a verdict that is not the expected one is noticed, in the answer and in the window', async ({
  desk,
  shop,
  visitors,
}) => {
  const forged = scenarios
    .filter(({ page }) => page === '/fernand/forged')
    .map((scenario) => ({ ...scenario, after: '' }))
  const played = await playAll(visitors, forged, shop.urlOf)
  const believed = played.map((step) =>
    step.expect === null
      ? step
      : { ...step, expect: { status: 'verified', reason: 'proof-matches', value: null } as const },
  )
  const wrong = (await judgeSteps(desk, believed)).flatMap((step) => step.wrong)
  expect(wrong).toEqual([
    'status is not verified',
    'reason is not proof-matches',
    'identity is not empty',
    expect.stringMatching(/^the window says “Proof rejected/),
  ])
})

test('every scenario of the demo is in one of the groups', () => {
  const folders = Object.values(groups).flat()
  expect(scenarios.filter(({ page }) => !folders.includes(page.split('/')[1] ?? ''))).toEqual([])
})
