import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { templatesPage } from '../pages/templates-page.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'

test.describe.configure({ timeout: 240_000 })

const question = 'When are you open?'

const options = (desk: Desk) => desk.templates.getByRole('option')
const bar = (desk: Desk, words: string | RegExp) => desk.composer.getByRole('status').filter({ hasText: words })

/** Picks a template by its slash word, with the caret wherever it stands. */
async function pickByKeys(desk: Desk, word: string, title: string) {
  await desk.page.keyboard.type(`/${word}`)
  await expect(options(desk).first()).toContainText(title)
  await desk.page.keyboard.press('Enter')
  await expect(desk.templates).toHaveCount(0)
}

test('a new console has templates to begin with, of every sensitivity, each locked one with a way around it', async ({
  desk,
}) => {
  const { templates } = await desk.ask('template.list', { conversationId: null })
  const titles = (sensitivity: string) => templates.filter((one) => one.sensitivity === sensitivity)
  expect(titles('public').length).toBeGreaterThanOrEqual(8)
  expect(titles('personal').length).toBeGreaterThanOrEqual(4)
  expect(titles('restricted').length).toBeGreaterThanOrEqual(3)
  for (const one of templates.filter(({ sensitivity }) => sensitivity !== 'public')) {
    expect(one.alternative, one.title).not.toBeNull()
  }
})

test('by keys alone: made, found by title and text, several in one message, filled in and sent', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  const view = templatesPage(desk.page)
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)

  await view.open()
  await view.press('New template')
  await expect(view.dialog.getByRole('textbox', { name: 'Title' })).toBeFocused()
  await keyboard.type('Opening hours')
  await view.type('Text', 'Dear {{phone|guest}}, we are open from {{?first hour}} to {{?last hour}} on working days.')
  await view.type('Tags', 'hours, shop')
  await view.press('Add template')
  await expect(view.dialog).toHaveCount(0)
  await expect(view.item('Opening hours')).toContainText('hours')

  await desk.goTo('Inbox')
  await desk.openConversationWith(question)
  await desk.replyBox.focus()
  await keyboard.type('Good question. ')
  await pickByKeys(desk, 'first hour', 'Opening hours')
  await expect(desk.replyBox).toHaveValue(/^Good question\. Dear guest, we are open from \{\{\?first hour\}\}/)
  await keyboard.type('9')
  await keyboard.press('Tab')
  await keyboard.type('18')
  await expect(bar(desk, 'Fill in')).toHaveCount(0)
  await keyboard.press('Control+End')
  await keyboard.type(' ')
  await pickByKeys(desk, 'goodbye', 'Goodbye')
  await keyboard.press('Control+Home')
  await pickByKeys(desk, 'greet', 'Greeting')
  await keyboard.type(' ')
  await expect(desk.replyBox).toHaveValue(
    'Hello Inês Duarte, this is Supervisor. Thank you for writing to us. How can I help? Good question. Dear guest, we are open from 9 to 18 on working days. I am glad that I could help. If anything else comes up, just write again. Have a good day!',
  )
  await keyboard.press('Control+Enter')
  await expect(visitor.message('we are open from 9 to 18')).toBeVisible()
  await expect(visitor.log).not.toContainText('{{')

  // A name that is still being typed is no reply, whatever is pressed.
  await keyboard.type('Thanks /good')
  await expect(options(desk).first()).toContainText('Goodbye')
  await keyboard.press('Control+Enter')
  await expect(desk.replyBox).toHaveValue('Thanks /good')
  await keyboard.press('Escape')
  await expect(desk.templates).toHaveCount(0)
  await expect(visitor.log.locator('.line.agent')).toHaveCount(1)
})

test('by keys alone: edited into a new version, an earlier text taken back, archived and restored', async ({
  desk,
}) => {
  const { keyboard } = desk.page
  const view = templatesPage(desk.page)
  await view.open()
  await view.press('Edit Goodbye')
  await view.type('Text', 'Until next time, {{name}')
  await view.press('Save as version 2')
  await expect(view.dialog).toContainText('Two braces are opened and not closed.')
  await view.type('Text', 'Until next time, {{name|friend}}.')
  await view.press('Save as version 2')
  await expect(view.item('Goodbye')).toContainText('Until next time')

  await view.press('Edit Goodbye')
  await view.press('Earlier versions')
  await expect(view.dialog).toContainText('Version 1')
  await view.press('Take this text')
  await expect(view.dialog.getByRole('textbox', { name: 'Text' })).toHaveValue(/^I am glad that I could help/)
  await view.press('Save as version 3')
  await expect(view.item('Goodbye')).toContainText('I am glad that I could help')

  await view.press('Archive Goodbye')
  await expect(view.item('Goodbye')).toHaveCount(0)
  await keyboard.press('Shift+Tab')
  const archived = desk.page.getByRole('checkbox', { name: 'Show archived ones' })
  await archived.focus()
  await keyboard.press('Space')
  await expect(view.item('Goodbye')).toContainText('archived')
  await view.press('Restore Goodbye')
  await expect(view.item('Goodbye')).not.toContainText('archived')
})

for (const format of ['json', 'csv'] as const) {
  test(`${format}: saved as a file, changed elsewhere, looked at and imported; a broken one is refused in words`, async ({
    desk,
  }) => {
    const { keyboard } = desk.page
    const view = templatesPage(desk.page)
    await view.open()
    await view.press('Export')
    if (format === 'csv') {
      await view.dialog.getByRole('radio', { name: 'JSON' }).focus()
      await keyboard.press('ArrowRight')
    }
    await view.press('Save as a file')
    await expect(view.dialog).toContainText(`templates.${format} stands in the folder`)
    test.skip(desk.running.runtime === 'electron', 'the dialog of the system is not driven here')
    await view.press('Save as a file')
    await expect(view.dialog).toContainText(`templates (1).${format} stands in the folder`)
    await view.press('Done')
    const folder = join(desk.running.profileFolder, 'downloads')
    expect(readdirSync(folder).toSorted()).toEqual([`templates (1).${format}`, `templates.${format}`])
    const file = readFileSync(join(folder, `templates.${format}`), 'utf8')

    const broken: [string, string | Buffer, string][] =
      format === 'json'
        ? [
            ['cut.json', file.slice(0, -40), 'This is no JSON.'],
            ['other.json', '{"templates":[]}', 'holds no templates as they are exported here'],
            ['word.json', Buffer.from([80, 75, 3, 4, 0, 0, 0, 8]), 'This file is no text.'],
            ['wrong.json', file.replace('"public"', '"secret"'), 'Cannot be used: sensitivity'],
          ]
        : [
            ['cut.csv', `${file}"and then`, 'a quotation mark is not closed'],
            ['semicolons.csv', file.split('\r\n')[0]?.replaceAll(',', ';') ?? '', 'Save it again with commas'],
            ['headless.csv', file.split('\r\n').slice(1).join('\r\n'), 'The first line must name its columns.'],
            ['twice.csv', `${file}Goodbye,public,,Bye,\r\n`, '“Goodbye” is in this file twice.'],
          ]
    await view.press('Import')
    for (const [name, text, words] of broken) {
      await view.chooseFile(name, text)
      await view.press('Look at it first')
      await expect(view.dialog).toContainText('Nothing is imported until this is mended')
      await expect(view.dialog).toContainText(words)
      await expect(view.dialog.getByRole('button', { name: /^Import/ })).toHaveCount(0)
    }

    await view.chooseFile(`mine.${format}`, file.replace('Have a good day!', 'Bye for now!'))
    await view.press('Look at it first')
    await expect(view.dialog).toContainText('0 new, 1 changed')
    await view.press('Import 1')
    await expect(view.dialog).toContainText('Imported')
    await view.press('Done')
    await expect(view.item('Goodbye')).toContainText('Bye for now!')
  })
}
