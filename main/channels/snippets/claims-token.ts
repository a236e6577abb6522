import type { Snippets } from '#shared/contract/requests.ts'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { TokenAlgorithm, TokenRule } from '#shared/vendors/vendor.ts'
import { jsText, phpText, pythonText, rubyText } from './quoted-text.ts'

/** What a site's server has to be told to make a token of claims. */
export interface TokenPlace {
  rule: TokenRule
  settings: SchemeSettings
  /** The variable that holds the shared secret. */
  variable: string
  /** What the channel's keys are; null where it has none yet. */
  keyKind: 'secret' | 'publicKey' | null
}

/** What can be written without a library in all four languages; the order is that of preference. */
const written = [
  'ES256',
  'RS256',
  'RS384',
  'RS512',
  'HS256',
  'HS384',
  'HS512',
] as const satisfies readonly TokenAlgorithm[]
type Written = (typeof written)[number]

/** A signed token (RFC 7519) with an end five minutes away, in four languages, without a JWT library. */
export function claimsTokenSnippets({ rule, settings, variable, keyKind }: TokenPlace): Snippets['server'] {
  const allowed = settings.algorithms ?? rule.algorithms
  const fits = (each: Written) =>
    allowed.includes(each) && (keyKind === null || isShared(each) === (keyKind === 'secret'))
  const algorithm = written.find(fits) ?? written.find((each) => allowed.includes(each))
  const claims = claimsOf(rule, settings)
  if (algorithm === undefined) return byLibrary(allowed, claims)
  const header: [string, string][] = [
    ['alg', algorithm],
    ['typ', 'JWT'],
  ]
  if (rule.keyId === 'required') header.push(['kid', 'YOUR_KEY_ID'])
  const parts = { algorithm, header, claims, parameter: rule.tokenMembers[0] ?? 'token', variable }
  return [nodeSnippet(parts), pythonSnippet(parts), phpSnippet(parts), rubySnippet(parts)]
}

interface Parts {
  algorithm: Written
  header: [string, string][]
  claims: { name: string; text: string | null }[]
  parameter: string
  variable: string
}

/** A claim without text is the identity, which is the function's argument. */
function claimsOf(rule: TokenRule, settings: SchemeSettings): Parts['claims'] {
  const identity = settings.subjectClaim ?? rule.identity[0]?.claim ?? 'sub'
  const claims: Parts['claims'] = [{ name: identity, text: null }]
  const add = (name: string, text: string) => {
    if (!claims.some((claim) => claim.name === name)) claims.push({ name, text })
  }
  for (const [name, text] of Object.entries(rule.fixedClaims)) add(name, text)
  if (rule.issuer === 'setting' || settings.issuer !== undefined) add('iss', settings.issuer?.[0] ?? 'YOUR_ISSUER')
  if (rule.audience === 'setting' || settings.audience !== undefined)
    add('aud', settings.audience?.[0] ?? 'YOUR_AUDIENCE')
  const timed = new Set(['iat', 'exp'])
  for (const name of [...rule.requiredClaims, ...(settings.requiredClaims ?? [])])
    if (!timed.has(name)) add(name, `YOUR_${name.toUpperCase()}`)
  return claims
}

const privateKeyFile = (algorithm: Written) => (algorithm.startsWith('RS') ? 'rsa_private.pem' : 'ec_private.pem')
const hashOf = (algorithm: Written) => `sha${algorithm.slice(2)}`
const isShared = (algorithm: Written) => algorithm.startsWith('HS')
const sample = 'user-42'

function nodeSnippet({ algorithm, header, claims, parameter, variable }: Parts): Snippets['server'][number] {
  const shared = isShared(algorithm)
  const members = claims.map(({ name, text }) => `${jsText(name)}: ${text === null ? 'visitor' : jsText(text)}`)
  const signature = shared
    ? `createHmac('${hashOf(algorithm)}', secret).update(input).digest('base64url')`
    : algorithm === 'ES256'
      ? "sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')"
      : `sign('${hashOf(algorithm)}', Buffer.from(input), privateKey).toString('base64url')`
  return {
    label: 'Node.js',
    language: 'javascript',
    code: `import { ${shared ? 'createHmac' : 'createPrivateKey, sign'}, randomUUID } from 'node:crypto'
${
  shared
    ? `
// On your server only: whoever has this key can pose as any visitor.
const secret = process.env.${variable}
if (!secret) throw new Error('${variable} is not set')
`
    : `import { readFileSync } from 'node:fs'

// On your server only. Its public half is the key of this channel.
const privateKey = createPrivateKey(readFileSync('${privateKeyFile(algorithm)}'))
`
}const base64url = (value) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')

export function makeToken(visitor) {
  const now = Math.floor(Date.now() / 1000)
  const claims = { ${members.join(', ')}, iat: now, exp: now + 300, jti: randomUUID() }
  const input = base64url({ ${header.map(([name, text]) => `${name}: ${jsText(text)}`).join(', ')} }) + '.' + base64url(claims)
  return input + '.' + ${signature}
}

// In the page: ${parameter}
console.log(makeToken('${sample}'))
`,
  }
}

function pythonSnippet({ algorithm, header, claims, parameter, variable }: Parts): Snippets['server'][number] {
  const shared = isShared(algorithm)
  const hash = hashOf(algorithm).toUpperCase()
  const members = claims.map(({ name, text }) => `${pythonText(name)}: ${text === null ? 'visitor' : pythonText(text)}`)
  const preparation = shared
    ? `import base64
import hashlib
import hmac
import json
import os
import time
import uuid

# On your server only: whoever has this key can pose as any visitor.
secret = os.environ.get("${variable}")
if not secret:
    raise RuntimeError("${variable} is not set")
`
    : `# pip install cryptography
import base64
import json
import time
import uuid

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ${algorithm === 'ES256' ? 'ec' : 'padding'}
${algorithm === 'ES256' ? 'from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature\n' : ''}
# On your server only. Its public half is the key of this channel.
with open("${privateKeyFile(algorithm)}", "rb") as file:
    private_key = serialization.load_pem_private_key(file.read(), password=None)
`
  const signing = shared
    ? `signature = hmac.new(secret.encode("utf-8"), signing_input.encode("ascii"), hashlib.${hashOf(algorithm)}).digest()`
    : algorithm === 'ES256'
      ? `r, s = decode_dss_signature(private_key.sign(signing_input.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")`
      : `signature = private_key.sign(signing_input.encode("ascii"), padding.PKCS1v15(), hashes.${hash}())`
  return {
    label: 'Python',
    language: 'python',
    code: `${preparation}

def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def make_token(visitor: str) -> str:
    now = int(time.time())
    header = {${header.map(([name, text]) => `"${name}": ${pythonText(text)}`).join(', ')}}
    claims = {${members.join(', ')}, "iat": now, "exp": now + 300, "jti": str(uuid.uuid4())}
    signing_input = ".".join(base64url(json.dumps(part, ensure_ascii=False).encode("utf-8")) for part in (header, claims))
    ${signing}
    return f"{signing_input}.{base64url(signature)}"


# In the page: ${parameter}
print(make_token("${sample}"))
`,
  }
}

function phpSnippet({ algorithm, header, claims, parameter, variable }: Parts): Snippets['server'][number] {
  const shared = isShared(algorithm)
  const members = claims.map(({ name, text }) => `${phpText(name)} => ${text === null ? '$visitor' : phpText(text)}`)
  const preparation = shared
    ? `// On your server only: whoever has this key can pose as any visitor.
$key = getenv('${variable}');
if ($key === false || $key === '') {
    throw new RuntimeException('${variable} is not set');
}`
    : `// On your server only. Its public half is the key of this channel.
$key = openssl_pkey_get_private('file://${privateKeyFile(algorithm)}');
if ($key === false) {
    throw new RuntimeException('${privateKeyFile(algorithm)} holds no private key');
}`
  const raw = `
// OpenSSL gives the two numbers in DER; a JWS wants each as 32 bytes.
function rawSignature(string $der): string
{
    $position = 2;
    $raw = '';
    for ($part = 0; $part < 2; $part++) {
        $length = ord($der[$position + 1]);
        $number = ltrim(substr($der, $position + 2, $length), "\\x00");
        $raw .= str_pad($number, 32, "\\x00", STR_PAD_LEFT);
        $position += 2 + $length;
    }
    return $raw;
}
`
  const signing = shared
    ? `$signature = hash_hmac('${hashOf(algorithm)}', $input, $key, true);`
    : `if (!openssl_sign($input, $signature, $key, OPENSSL_ALGO_${hashOf(algorithm).toUpperCase()})) {
        throw new RuntimeException('The token could not be signed');
    }${algorithm === 'ES256' ? '\n    $signature = rawSignature($signature);' : ''}`
  return {
    label: 'PHP',
    language: 'php',
    code: `<?php
${preparation}

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
${algorithm === 'ES256' ? raw : ''}
function makeToken(string $visitor, $key): string
{
    $now = time();
    $header = [${header.map(([name, text]) => `'${name}' => ${phpText(text)}`).join(', ')}];
    $claims = [${members.join(', ')}, 'iat' => $now, 'exp' => $now + 300, 'jti' => bin2hex(random_bytes(16))];
    $options = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR;
    $input = base64url(json_encode($header, $options)) . '.' . base64url(json_encode($claims, $options));
    ${signing}
    return $input . '.' . base64url($signature);
}

// In the page: ${parameter}
echo makeToken('${sample}', $key), PHP_EOL;
`,
  }
}

function rubySnippet({ algorithm, header, claims, parameter, variable }: Parts): Snippets['server'][number] {
  const shared = isShared(algorithm)
  const members = claims.map(({ name, text }) => `${rubyText(name)} => ${text === null ? 'visitor' : rubyText(text)}`)
  const preparation = shared
    ? `# On your server only: whoever has this key can pose as any visitor.
SECRET = ENV.fetch("${variable}", "")
raise "${variable} is not set" if SECRET.empty?`
    : `# On your server only. Its public half is the key of this channel.
PRIVATE_KEY = OpenSSL::PKey.read(File.read("${privateKeyFile(algorithm)}"))`
  const raw = `
# OpenSSL gives the two numbers in DER; a JWS wants each as 32 bytes.
def raw_signature(der)
  OpenSSL::ASN1.decode(der).value.map { |number| number.value.to_s(2).rjust(32, "\\x00") }.join
end
`
  const signed = `PRIVATE_KEY.sign(OpenSSL::Digest.new("${hashOf(algorithm).toUpperCase()}"), input)`
  const signature = shared
    ? `OpenSSL::HMAC.digest("${hashOf(algorithm).toUpperCase()}", SECRET, input)`
    : algorithm === 'ES256'
      ? `raw_signature(${signed})`
      : signed
  return {
    label: 'Ruby',
    language: 'ruby',
    code: `require "json"
require "openssl"
require "securerandom"

${preparation}

def base64url(bytes)
  [bytes].pack("m0").tr("+/", "-_").delete("=")
end
${algorithm === 'ES256' ? raw : ''}
def make_token(visitor)
  now = Time.now.to_i
  header = { ${header.map(([name, text]) => `"${name}" => ${rubyText(text)}`).join(', ')} }
  claims = { ${members.join(', ')}, "iat" => now, "exp" => now + 300, "jti" => SecureRandom.uuid }
  input = base64url(JSON.generate(header)) + "." + base64url(JSON.generate(claims))
  input + "." + base64url(${signature})
end

# In the page: ${parameter}
puts make_token("${sample}")
`,
  }
}

/** Algorithms that take a library: what it has to be told. */
function byLibrary(allowed: readonly TokenAlgorithm[], claims: Parts['claims']): Snippets['server'] {
  const lines = [
    `Sign with a JWT library and ${allowed.join(' or ')}. Its public half is the key of this channel.`,
    'The claims of each token, beside iat, an exp five minutes later and a jti that is never the same:',
    ...claims.map(
      ({ name, text }) => `  ${JSON.stringify(name)}: ${text === null ? 'the visitor' : JSON.stringify(text)}`,
    ),
  ]
  const commented = (sign: string) => `${lines.map((line) => `${sign} ${line}`).join('\n')}\n`
  return [
    { label: 'Node.js', language: 'javascript', code: commented('//') },
    { label: 'Python', language: 'python', code: commented('#') },
    { label: 'PHP', language: 'php', code: `<?php\n${commented('//')}` },
    { label: 'Ruby', language: 'ruby', code: commented('#') },
  ]
}
