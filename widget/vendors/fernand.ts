import { gatheredCalls, isRecord, type PageCalls, type PageGlobals } from './calls.ts'

/**
 * `Fernand('set', { user: { name, email, hash } })`; `Fernand('init', { …, user })` identifies as well where it names
 * a user. `{ user: null }` says that nobody is signed in. Other commands are let pass.
 */
export function installFernand(page: PageGlobals, calls: PageCalls): void {
  const stub = page.Fernand
  const fernand = (command: unknown, options: unknown) => {
    if ((command === 'set' || command === 'init') && isRecord(options) && 'user' in options) {
      calls.identify(options.user === null || options.user === undefined ? null : { user: options.user })
    } else if (command === 'open') calls.open()
    else if (command === 'close') calls.close()
  }
  page.Fernand = fernand
  for (const [command, options] of gatheredCalls(stub)) fernand(command, options)
}
