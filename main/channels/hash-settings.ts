import type { SchemeSettings } from '#shared/domain/channel.ts'
import { enteredName, enteredNames, refuse } from './entered-names.ts'

/**
 * Settings of a custom hash: at least one field, and what differs from the usual HMAC-SHA256 in hex.
 * @throws ProblemError `input-invalid`
 */
export function parseHashSettings(entered: SchemeSettings): SchemeSettings {
  const fields = enteredNames(entered.fields, 'A signed field')
  if (fields.length === 0) throw refuse('Name the field that your server hashes, e.g. email.')
  const digestField = enteredName(entered.digestField, 'The field of the hash')
  if (fields.includes(digestField ?? 'hash')) {
    throw refuse('The field that holds the hash cannot be one of those that are hashed.')
  }
  const { normalise, keyEncoding, digest, algorithm } = entered
  return {
    fields,
    ...(normalise === undefined ? {} : { normalise }),
    ...(keyEncoding === undefined ? {} : { keyEncoding }),
    ...(digest === undefined ? {} : { digest }),
    ...(digestField === undefined ? {} : { digestField }),
    ...(algorithm === undefined ? {} : { algorithm }),
  }
}
