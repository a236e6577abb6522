import { createHash } from 'node:crypto'

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
  return createHash('sha256')
    .update(domain)
    .update(fixed)
    .update(type)
    .update(actor)
    .update(row.contentDigest)
    .update(row.previousHash)
    .digest()
}

/** SHA-256 over salt and content. The salt keeps an erased content from being guessed by its digest. */
export function digestContent(salt: Uint8Array, json: string): Buffer {
  return createHash('sha256').update(salt).update(json, 'utf8').digest()
}
