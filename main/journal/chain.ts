import { hash } from 'node:crypto'

/** A row of the journal as it is chained. Digests and hashes are 32 bytes. */
export interface ChainedRow {
  seq: number
  at: number
  type: string
  actor: string
  contentDigest: Uint8Array
  previousHash: Uint8Array
}

/** What the first row has before it. */
export const chainStart: Uint8Array = new Uint8Array(32)

const domain = Buffer.from('bonafide journal row 1\n')

/**
 * SHA-256 over an encoding in which no two rows look alike: fixed-width numbers, and every text with its length
 * in bytes before it.
 */
export function hashRow(row: ChainedRow): Buffer {
  const type = Buffer.from(row.type, 'utf8')
  const actor = Buffer.from(row.actor, 'utf8')
  const fixed = Buffer.alloc(24)
  fixed.writeBigInt64BE(BigInt(row.seq), 0)
  fixed.writeBigInt64BE(BigInt(row.at), 8)
  fixed.writeUInt32BE(type.length, 16)
  fixed.writeUInt32BE(actor.length, 20)
  return sha256(Buffer.concat([domain, fixed, type, actor, row.contentDigest, row.previousHash]))
}

/** SHA-256 over salt and content. The salt keeps an erased content from being guessed by its digest. */
export function digestContent(salt: Uint8Array, json: string): Buffer {
  return sha256(Buffer.concat([salt, Buffer.from(json, 'utf8')]))
}

function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer')
}
