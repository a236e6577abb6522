/**
 * Loaded before the console by `--import`: a passphrase is worked into a key at a cost that only says that it works.
 * Each test signs people in, and none of those waits says anything that `operators.spec.ts`, which does without this,
 * does not say.
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const { scrypt } = crypto
crypto.scrypt = (passphrase, salt, length, options, callback) =>
  scrypt(passphrase, salt, length, { ...options, N: 16 }, callback)
syncBuiltinESMExports()
