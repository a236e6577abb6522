/** How well this machine keeps the keys of the channels. */
export type KeyProtection = 'os' | 'file' | 'unavailable'

/** Where the keys are kept and what follows from it: the same words at the start, in Settings and where a key is pasted. */
export const keystoreWords: Record<KeyProtection, { title: string; message: string }> = {
  os: {
    title: 'Keys are sealed by the system keychain',
    message: 'They are opened only in memory, only on this machine, and only for this user.',
  },
  file: {
    title: 'Keys are protected by file permissions only',
    message:
      'This machine offers Bonafide no system keychain, so whoever can read this user’s files can read the keys. Storing ' +
      'a key asks for your consent. For real customers, run Bonafide with Electron on a machine that has a keychain.',
  },
  unavailable: {
    title: 'The keystore cannot be used',
    message:
      'This machine’s keystore does not answer, so no key can be opened or stored, and no message can be verified. ' +
      'Nothing was deleted. Unlock or set up the system keychain, then start Bonafide again.',
  },
}
