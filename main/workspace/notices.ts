import type { Notice } from '#shared/contract/requests.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import { keystoreWords } from '#shared/domain/keystore-words.ts'
import type { Sealer } from '../keyring/sealer.ts'

/** The database could not be opened. `message` is the reason in words, with what to do. */
export function storageNotice(message: string): Notice {
  return { id: 'storage', severity: 'error', title: 'The database is not open', message }
}

/** The database is open and takes nothing new. Goes away by itself when something was stored again. */
export function storageTroubleNotice(code: 'storage-full' | 'storage-unavailable'): Notice {
  const meanwhile =
    'Visitors’ messages are refused, and their pages send them again later; what was acknowledged is stored. '
  switch (code) {
    case 'storage-full':
      return {
        id: 'storage',
        severity: 'error',
        title: 'The disk is full',
        message: `${meanwhile}Free some space: Bonafide then goes on by itself, from the next message on.`,
      }
    case 'storage-unavailable':
      return {
        id: 'storage',
        severity: 'error',
        title: 'The database cannot be written',
        message: `${meanwhile}If this stays, make sure that its disk works and may be written, then start again.`,
      }
  }
}

/** The database is open, and something about it is not as it should be. */
export function journalNotice(message: string): Notice {
  const advice = 'Nothing was changed. Compare with a backup, and run “npm run journal:check” on the file.'
  return {
    id: 'storage',
    severity: 'warning',
    title: 'The journal does not fit its seal',
    message: `${message} ${advice}`,
  }
}

/**
 * This computer's clock differs from those of its visitors. `difference` says how, e.g. `3 min ahead of 5 visitors’
 * clocks`, and is empty where it does not; `lateProofs` counts the proofs that would have counted by theirs.
 */
export function clockNotice(difference: string, lateProofs: number): Notice | null {
  if (difference === '') return null
  const late = lateProofs === 1 ? '1 message is' : `${lateProofs} messages are`
  const consequence =
    lateProofs === 0
      ? 'Proofs that end at a certain time may be refused, or count too long.'
      : `${late} shown as not verified because of its time, and would not be by their clocks.`
  return {
    id: 'clock',
    severity: 'warning',
    title: 'The clock of this computer may be wrong',
    message:
      `This computer’s clock is ${difference}. ${consequence} No verdict was changed. Set the clock, or switch on ` +
      'setting it by the network.',
  }
}

/** The intake does not listen. `message` is the reason in words, with what to do. */
export function intakeNotice(message: string): Notice {
  return {
    id: 'intake',
    severity: 'error',
    title: 'Visitors cannot reach this console',
    message: `${message} Conversations that are here already can be read; start Bonafide again to try once more.`,
  }
}

/** The names that runtimes give to keystores, as people know them; others say nothing to anybody. */
const backends: Readonly<Record<string, string>> = {
  keychain: 'the macOS keychain',
  dpapi: 'Windows’ own',
  gnome_libsecret: 'the GNOME keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  profile_key_file: 'a file beside the database',
}

function backendWords(backend: string): string {
  const words = Object.hasOwn(backends, backend) ? backends[backend] : undefined
  return words === undefined ? '' : `, ${words}`
}

/** How the keys are protected on this machine, and which of them could not be opened. Null where all is well. */
export function keystoreNotice(sealer: Pick<Sealer, 'protection' | 'backend'>, unopened: number): Notice | null {
  if (unopened > 0) {
    const keys = unopened === 1 ? 'One key' : `${unopened} keys`
    return {
      id: 'keystore',
      severity: 'error',
      title: 'Some keys cannot be opened',
      message:
        `${keys} could not be opened by this machine’s keystore${backendWords(sealer.backend)}. Until that is mended, every ` +
        'message of their channels is shown as “cannot be checked”, also where another key of the channel opens. ' +
        'Nothing was deleted. Unlock the keyring that was used before and start Bonafide again, or paste the ' +
        'key again under Channels, or retire the one that cannot be opened.',
    }
  }
  if (sealer.protection === 'os') return null
  const severity = sealer.protection === 'file' ? 'warning' : 'error'
  return { id: 'keystore', severity, ...keystoreWords[sealer.protection] }
}

/** Secrets that were seen in what came in; null where none was, or where each such channel has another key by now. */
export function compromisedNotice(channels: readonly { id: ChannelId; name: string | null }[]): Notice | null {
  if (channels.length === 0) return null
  const named = channels
    .slice(0, 3)
    .map(({ name }) => (name === null ? 'a removed channel' : `“${name}”`))
    .join(', ')
  const first = channels.find(({ name }) => name !== null)
  return {
    id: 'keys',
    severity: 'error',
    title: 'A secret was seen outside',
    message:
      `The secret of ${named}${channels.length > 3 ? ' and others' : ''} stood in something that came in. It verifies ` +
      'nothing any more, so visitors there cannot be checked. Make a new secret, add it under Channels, and put it on the ' +
      'site’s server; then find out where the old one leaked.',
    ...(first === undefined ? {} : { channelId: first.id }),
  }
}

/** Notices for somebody who may mend nothing: they say the same, and lead nowhere. */
export function withoutWays(notices: readonly Notice[]): Notice[] {
  return notices.map(({ id, severity, title, message }) => ({ id, severity, title, message }))
}

/** What running without Electron's binary means; null where it is there. */
export function runtimeNotice(runtime: 'electron' | 'chromium'): Notice | null {
  if (runtime === 'electron') return null
  return {
    id: 'runtime',
    severity: 'info',
    title: 'Running on the system’s Chromium',
    message:
      'Electron’s binary is not installed, so there is no system keychain and no tray. Everything else works the same.',
  }
}
