/** The ways in which a secret could be written down, each with its name. */
export function spellingsOf(secret: string): [name: string, bytes: Buffer][] {
  const bytes = Buffer.from(secret, 'utf8')
  const utf16 = Buffer.from(secret, 'utf16le')
  const text = (name: string, spelled: string): [string, Buffer] => [name, Buffer.from(spelled, 'latin1')]
  const places = [0, Math.floor((secret.length - 16) / 2), secret.length - 16].filter((place) => place >= 0)
  const chunks = places.map((place) => secret.slice(place, place + 16))
  const backwards = (chunk: string) => [...chunk].toReversed().join('')
  return [
    ['as it is', bytes],
    text('hex', bytes.toString('hex')),
    text('upper-case hex', bytes.toString('hex').toUpperCase()),
    ...[0, 1, 2].flatMap((offset) =>
      (['base64', 'base64url'] as const).map((encoding) =>
        text(`${encoding} at ${offset}`, innerBase64(bytes, offset, encoding)),
      ),
    ),
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    text('URL-encoded', encodeURIComponent(secret)),
    text('URL-encoded bytes', [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
    ...chunks.map((chunk): [string, Buffer] => ['a part', Buffer.from(chunk)]),
    ...chunks.map((chunk): [string, Buffer] => ['a part backwards', Buffer.from(backwards(chunk))]),
  ]
}

/** What of the base64 is the same wherever in a longer text the secret begins, modulo three. */
function innerBase64(bytes: Buffer, offset: number, encoding: 'base64' | 'base64url'): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString(encoding)
    .replaceAll('=', '')
  const from = Math.ceil((offset * 8) / 6)
  const whole = Math.floor(((offset + bytes.length) * 8) / 6)
  return encoded.slice(from, whole)
}

export interface Place {
  name: string
  bytes: Buffer
}

/** Where which secret stands, by names alone: `heap holds the passphrase (hex)`. */
export function findSecrets(places: readonly Place[], secrets: Readonly<Record<string, string>>): string[] {
  return places.flatMap(({ name, bytes }) =>
    Object.entries(secrets).flatMap(([secret, text]) =>
      spellingsOf(text)
        .filter(([, spelled]) => bytes.includes(spelled))
        .map(([spelling]) => `${name} holds ${secret} (${spelling})`),
    ),
  )
}
