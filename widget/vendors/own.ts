import { gatheredCalls, isRecord, type PageCalls, type PageGlobals } from './calls.ts'

/** `Bonafide('identify', { … })`: the payload as it is; `Bonafide('logout')` says that nobody is signed in. */
export function installOwn(page: PageGlobals, calls: PageCalls): void {
  const stub = page.Bonafide
  const bonafide = (command: unknown, payload: unknown) => {
    if (command === 'identify') calls.identify(isRecord(payload) ? payload : null)
    else if (command === 'logout') calls.identify(null)
    else if (command === 'open') calls.open()
    else if (command === 'close') calls.close()
  }
  page.Bonafide = bonafide
  for (const [command, payload] of gatheredCalls(stub)) bonafide(command, payload)
}
