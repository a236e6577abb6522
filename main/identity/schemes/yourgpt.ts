import type { Scheme } from '../finding.ts'
import type { HashClaims } from '../keyed-hash.ts'
import { hashReading } from '../keyed-hash.ts'
import { claimedFields, readIdentityValue, readText } from '../provenance.ts'

/**
 * YourGPT (`$yourgptChatbot.set("contact:data", …)`): `user_hash` is the HMAC of the first one present of external
 * user id, e-mail and phone. The prose calls the id `external_user_id` and the call `ext_user_id`: both are read, and
 * two different ones are refused.
 */
export const yourgpt: Scheme = {
  keyKind: 'secret',
  read: (payload) => {
    const { ext_user_id: id, external_user_id: alias, email, phone, user_hash: proof } = payload
    const idValue = readIdentityValue(id)
    const aliasValue = readIdentityValue(alias)
    const bothSent = idValue.kind !== 'absent' && aliasValue.kind !== 'absent'
    const same = readText(id) !== null && readText(id) === readText(alias)
    const fields = claimedFields(payload, ['user_hash', 'external_user_id'])
    const aliasText = readText(alias)
    if (aliasText !== null && aliasText !== '' && !('ext_user_id' in fields)) {
      fields['ext_user_id'] = { value: aliasText, provenance: 'claimed' }
    }
    const claims: HashClaims = {
      vendor: 'YourGPT',
      candidates: [
        { field: 'ext_user_id', value: idValue.kind === 'absent' ? aliasValue : idValue },
        { field: 'email', value: readIdentityValue(email) },
        { field: 'phone', value: readIdentityValue(phone) },
      ],
      proof,
      fields,
      problem: bothSent && !same ? 'alias-conflict' : null,
    }
    return hashReading(claims)
  },
}
