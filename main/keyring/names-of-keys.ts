import type { KeyObject } from 'node:crypto'
import { ProblemError } from '#shared/contract/result.ts'
import { createSecretSearch, type SecretSearch } from './secret-search.ts'

/**
 * Refuses a name that gives a secret away: names are shown, journalled and exported. The secret being added is looked
 * for at any length, and those that are held in every form that is also looked for in what visitors send.
 *
 * @param names the label and the `kid`s, whether they were typed or stand in a JWK; undefined where there is none
 * @throws ProblemError `key-refused`
 */
export function assertNamesKeepSecrets(
  names: readonly (string | undefined)[],
  added: readonly KeyObject[],
  held: SecretSearch,
): void {
  const secrets = added.filter(({ type }) => type === 'secret').map((key) => key.export())
  const fresh = createSecretSearch(secrets.map((bytes) => ({ keyId: 'key_', channelId: 'chan_', label: '', bytes })))
  for (const name of names) {
    if (name === undefined) continue
    const isWritten = secrets.some((bytes) => bytes.byteLength > 0 && Buffer.from(name).includes(bytes))
    if (!isWritten && fresh.find(name).length === 0 && held.find(name).length === 0) continue
    throw new ProblemError(
      'key-refused',
      'The name holds a secret, and names can be read by everybody here. Give the key another name.',
    )
  }
}
