import type { Snippets } from '#shared/contract/requests.ts'

/** What the vendors of the keyed-hash family differ in: the name of the key, and which value is signed. */
interface KeyedHash {
  variable: string
  parameter: string
  /** Fields in order of priority: the first that the page sends is the one to sign. */
  fields: readonly string[]
}

const keyedHashes = {
  yourgpt: { variable: 'YOURGPT_SECRET_KEY', parameter: 'user_hash', fields: ['ext_user_id', 'email', 'phone'] },
  fernand: { variable: 'FERNAND_SECRET_KEY', parameter: 'hash', fields: ['email'] },
  pavior: { variable: 'PAVIOR_API_KEY', parameter: 'hmac', fields: ['id', 'email'] },
} as const satisfies Record<string, KeyedHash>

/** HMAC-SHA256 of one value as lower-case hex, in four languages. Key and value are their UTF-8 bytes, untouched. */
export function keyedHashSnippets(scheme: keyof typeof keyedHashes): Snippets['server'] {
  const { variable, parameter, fields }: KeyedHash = keyedHashes[scheme]
  const what =
    fields.length === 1
      ? `Sign ${fields[0]} exactly as the page sends it: same case, no spaces added or removed.`
      : `Sign the first of ${fields.join(', ')} that the page sends, exactly as it sends it.`
  const sample = fields[0] === 'email' ? 'richard@piedpiper.com' : 'user-42'
  return [
    {
      label: 'Node.js',
      language: 'javascript',
      code: `import { createHmac } from 'node:crypto'

// On your server only: whoever has this key can pose as any visitor.
const secret = process.env.${variable}
if (!secret) throw new Error('${variable} is not set')

// ${what}
export function sign(value) {
  return createHmac('sha256', secret).update(value, 'utf8').digest('hex')
}

// In the page: ${parameter}
console.log(sign('${sample}'))
`,
    },
    {
      label: 'Python',
      language: 'python',
      code: `import hashlib
import hmac
import os

# On your server only: whoever has this key can pose as any visitor.
secret = os.environ.get("${variable}")
if not secret:
    raise RuntimeError("${variable} is not set")


# ${what}
def sign(value: str) -> str:
    return hmac.new(secret.encode("utf-8"), value.encode("utf-8"), hashlib.sha256).hexdigest()


# In the page: ${parameter}
print(sign("${sample}"))
`,
    },
    {
      label: 'PHP',
      language: 'php',
      code: `<?php
// On your server only: whoever has this key can pose as any visitor.
$secret = getenv('${variable}');
if ($secret === false || $secret === '') {
    throw new RuntimeException('${variable} is not set');
}

// ${what}
function sign(string $value, string $secret): string
{
    return hash_hmac('sha256', $value, $secret);
}

// In the page: ${parameter}
echo sign('${sample}', $secret), PHP_EOL;
`,
    },
    {
      label: 'Ruby',
      language: 'ruby',
      code: `require "openssl"

# On your server only: whoever has this key can pose as any visitor.
SECRET = ENV.fetch("${variable}", "")
raise "${variable} is not set" if SECRET.empty?

# ${what}
def sign(value)
  OpenSSL::HMAC.hexdigest("SHA256", SECRET, value)
end

# In the page: ${parameter}
puts sign("${sample}")
`,
    },
  ]
}
