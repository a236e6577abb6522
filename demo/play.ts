import { join } from 'node:path'
import { consolePage } from '../e2e/pages/console-page.ts'
import { signInPage } from '../e2e/pages/sign-in-page.ts'
import { launchConsole } from '../e2e/support/launch-console.ts'
import { ask } from '../e2e/support/requests.ts'
import { launchVisitors } from '../e2e/support/visitors.ts'
import { answerAt } from './answer.ts'
import { afternoonScenarios, morningScenarios } from './everyday-scenarios.ts'
import type { JudgedStep } from './judge.ts'
import { judgeSteps } from './judge.ts'
import { keepChatting } from './keep-chatting.ts'
import { createAlbum } from './pictures.ts'
import { picturesOfConsole, picturesOfMorning } from './pictures-of-console.ts'
import { pictureOfVisitor } from './pictures-of-visitor.ts'
import { playAll } from './play-all.ts'
import { vendorOf } from './play-scenario.ts'
import { cases, everyday } from './scenarios.ts'
import { renderTable } from './table.ts'
import { ownBrowsers } from './visitor-browsers.ts'

/**
 * The demo from beginning to end: a console on a temporary profile, the demo shop, visitors in browsers of their
 * own, and a table of what the console made of each message. Exit status 0 only where everything is as expected.
 */
async function play(): Promise<number> {
  const root = join(import.meta.dirname, '..')
  const display = hasDisplay(process.platform, process.env)
  const album = createAlbum(join(root, 'out/demo'))
  const browser = await launchVisitors()
  const running = await launchConsole({ headless: !display })
  try {
    console.log(`Console: ${running.runtime}, ${display ? 'with a window' : 'without a display'}.`)
    const agent = consolePage(running.page)
    await album.both(running.page, 'first-start')
    await signInPage(running.page).begin('Sam')
    await running.page.getByRole('button', { name: 'Start the demo shop' }).waitFor()
    await album.both(running.page, 'welcome')
    await running.page.getByRole('button', { name: 'Start the demo shop' }).click()
    await running.page.getByRole('heading', { name: 'The demo shop is open' }).waitFor()
    await album.both(running.page, 'welcome-demo')
    await agent.toInbox()
    const { demo } = await ask(running.page, 'workspace.get', {})
    if (demo === null) throw new Error('The demo shop did not open')
    console.log(`Demo shop: ${demo.siteUrl}`)
    const urlOf = (path: string) => demo.pages.find(({ url }) => new URL(url).pathname === path)?.url ?? demo.siteUrl

    const browsers = ownBrowsers(browser, everyday)
    const onStep = pictureOfVisitor(album)
    // One after the other: each is answered, and the agent’s list stands still meanwhile.
    const answer = answerAt(agent)
    const morning = await playAll(browser, morningScenarios, urlOf, { browsers, onStep, answer, together: 1 })
    if (!display) await picturesOfMorning(album, agent)
    const rest = [...cases, ...afternoonScenarios]
    const judged = await judgeSteps(agent, [
      ...morning,
      ...(await playAll(browser, rest, urlOf, { browsers, onStep, answer })),
    ])
    console.log(`\n${tableOf(judged)}\n`)
    if (!display) await picturesOfConsole(album, agent)

    const wrong = judged.filter((step) => step.wrong.length > 0)
    for (const step of wrong) console.log(`NOT AS EXPECTED  ${step.played.scenario.title}: ${step.wrong.join('; ')}`)
    const messages = judged.filter(({ played }) => played.expect !== null).length
    console.log(`${messages} messages, ${judged.length} checks, ${wrong.length} not as expected.`)
    console.log(`${album.count()} pictures in out/demo/`)
    if (display) await keepChatting(browsers, running.page, urlOf)
    return wrong.length === 0 ? 0 : 1
  } finally {
    await browser.close()
    await running.close()
  }
}

function tableOf(judged: readonly JudgedStep[]): string {
  const rows = judged.map(({ played, claimed, verdict, reason, wrong }) => [
    wrong.length === 0 ? 'ok' : 'NO',
    vendorOf(played.scenario),
    played.scenario.visitor,
    played.text,
    claimed,
    verdict,
    reason,
  ])
  const headings = ['', 'vendor', 'visitor', 'message', 'claimed identity', 'verdict', 'reason']
  return renderTable(headings, rows, [2, 10, 26, 46, 28, 14, 32])
}

/** Where a window can be shown. Windows and macOS always have a display for whoever started this. */
function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (environment['BONAFIDE_HEADLESS'] === '1') return false
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}

process.exit(
  await play().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }),
)
