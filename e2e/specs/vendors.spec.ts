import { judgeSteps } from '../../demo/judge.ts'
import { playAll } from '../../demo/play-all.ts'
import { scenarios } from '../../demo/scenarios.ts'
import { expect, test } from '../support/desk.ts'

/** From a visitor's page to the badge: the demo's scenarios, by the folder of their page. */
const groups = {
  YourGPT: ['yourgpt'],
  Fernand: ['fernand'],
  Pavior: ['pavior'],
  Talkative: ['talkative'],
  'channels that cannot or will not': ['outlet', 'account', 'pop-up'],
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

test('every scenario of the demo is in one of the groups', () => {
  const folders = Object.values(groups).flat()
  expect(scenarios.filter(({ page }) => !folders.includes(page.split('/')[1] ?? ''))).toEqual([])
})
