import { gatheredCalls, isRecord, type PageCalls, type PageGlobals } from './calls.ts'

/**
 * `Pavior('init', { teamVanityId, id, email, hmac, shareAuth, … })`: the whole of its options is the payload, and a
 * later `init` identifies again. Other commands are let pass.
 */
export function installPavior(page: PageGlobals, calls: PageCalls): void {
  const stub = page.Pavior
  const pavior = (command: unknown, options: unknown) => {
    if (command === 'init') calls.identify(isRecord(options) ? options : null)
  }
  page.Pavior = pavior
  for (const [command, options] of gatheredCalls(stub)) pavior(command, options)
}
