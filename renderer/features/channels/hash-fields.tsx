import { digestEncodings, hashAlgorithms } from '#shared/vendors/vendor.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { HashDraft } from './site-draft.ts'

const normalisations = [
  { id: 'none' as const, label: 'Nothing', description: 'Each character counts, as it should' },
  { id: 'trim' as const, label: 'White space around it is removed' },
  { id: 'lower' as const, label: 'Letters are made small' },
  { id: 'trim-lower' as const, label: 'Both: white space removed, letters small' },
]
const keyEncodings = [
  { id: 'utf8' as const, label: 'Its characters', description: 'Nearly always right' },
  { id: 'hex' as const, label: 'The bytes it spells in hexadecimal' },
  { id: 'base64' as const, label: 'The bytes it spells in base64' },
  { id: 'base64url' as const, label: 'The bytes it spells in base64url' },
]
const digests = { hex: 'Hexadecimal', base64: 'Base64', base64url: 'Base64url' } as const
const algorithms = { sha256: 'HMAC-SHA256', sha384: 'HMAC-SHA384', sha512: 'HMAC-SHA512' } as const

/** How a custom site hashes: which field, with what done to it, and how the digest is written. */
export function HashFields(props: { draft: HashDraft; onChange: (draft: HashDraft) => void; isDisabled: boolean }) {
  const { draft, isDisabled } = props
  const change = (part: Partial<HashDraft>) => props.onChange({ ...draft, ...part })
  return (
    <>
      <TextField
        label="Signed fields, best first"
        description="One per line. Of those that a page sends, the uppermost must be the one that is hashed."
        placeholder={'user_id\nemail'}
        value={draft.fields}
        onChange={(fields) => change({ fields })}
        rows={3}
        fixedWidth
        isDisabled={isDisabled}
      />
      <TextField
        label="Field that holds the hash"
        description="“hash” if you leave it empty."
        placeholder="hash"
        value={draft.digestField}
        onChange={(digestField) => change({ digestField })}
        fixedWidth
        isDisabled={isDisabled}
      />
      <div className="channels-pair">
        <Select
          label="Done to the value before"
          options={normalisations}
          value={draft.normalise}
          onChange={(normalise) => change({ normalise })}
          isDisabled={isDisabled}
        />
        <Select
          label="The secret counts as"
          options={keyEncodings}
          value={draft.keyEncoding}
          onChange={(keyEncoding) => change({ keyEncoding })}
          isDisabled={isDisabled}
        />
        <Select
          label="Algorithm"
          options={hashAlgorithms.map((id) => ({ id, label: algorithms[id] }))}
          value={draft.algorithm}
          onChange={(algorithm) => change({ algorithm })}
          isDisabled={isDisabled}
        />
        <Select
          label="The hash is written in"
          options={digestEncodings.map((id) => ({ id, label: digests[id] }))}
          value={draft.digest}
          onChange={(digest) => change({ digest })}
          isDisabled={isDisabled}
        />
      </div>
    </>
  )
}
