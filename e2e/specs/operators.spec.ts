import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../support/desk.ts'
import { request } from '../support/requests.ts'

test('operators are switched by the menu, and an agent may set nothing up', async ({ desk, shop }) => {
  await desk.switchTo('Agent')
  await expect(desk.page.locator('.title-operator')).toContainText('Agent')
  await expect(
    desk.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Flagged' }),
  ).toHaveCount(0)
  for (const attempt of [
    request(desk.page, 'flags.list', { state: 'open', limit: 10 }),
    request(desk.page, 'refusals.list', {}),
    request(desk.page, 'operators.add', { name: 'Me', role: 'supervisor' }),
    request(desk.page, 'channels.add', {
      name: 'Mine',
      scheme: 'fernand',
      policy: 'observe',
      origins: [],
      settings: {},
    }),
  ]) {
    expect(await attempt).toMatchObject({ ok: false, problem: { code: 'not-allowed' } })
  }

  await desk.switchTo('Supervisor')
  await expect(
    desk.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Flagged' }),
  ).toBeVisible()
  await desk.ask('operators.add', { name: 'Mia', role: 'agent' })
  await desk.switchTo('Mia')

  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write('Who is this?')
  await visitor.sent('Who is this?')
  await desk.openConversationWith('Who is this?')
  await desk.replyBox.fill('I am Mia.')
  await desk.send()
  await expect(visitor.log.locator('.line.agent').filter({ hasText: 'I am Mia.' })).toContainText('Mia')
})

test('who works here is remembered by the profile', async ({ launch }) => {
  const profileFolder = mkdtempSync(join(tmpdir(), 'bonafide-e2e-operators-'))
  const first = await launch({ profileFolder })
  await first.switchTo('Agent')
  await expect.poll(async () => (await first.ask('workspace.get', {})).operator.name).toBe('Agent')
  await first.running.close()
  const second = await launch({ profileFolder })
  expect((await second.ask('workspace.get', {})).operator).toMatchObject({ name: 'Agent', role: 'agent' })
  await second.running.close()
  rmSync(profileFolder, { recursive: true, force: true, maxRetries: 5 })
})
