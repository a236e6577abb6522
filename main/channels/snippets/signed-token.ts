import type { Snippets } from '#shared/contract/requests.ts'
import { phpText, rubyText } from './quoted-text.ts'

/**
 * A compact JWS (RFC 7515 §7.1) with ES256 over a JSON array, in four languages, without a JWT library: those
 * insist on a JSON object. The signature is r and s, 32 bytes each (RFC 7518 §3.4), not DER as OpenSSL gives it.
 *
 * @param label the label that names the visitor in this channel
 */
export function signedTokenSnippets(label: string): Snippets['server'] {
  const json = JSON.stringify(label)
  return [
    {
      label: 'Node.js',
      language: 'javascript',
      code: `import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

// On your server only. Its public half is the key of this channel.
const privateKey = createPrivateKey(readFileSync('ec_private.pem'))
const base64url = (text) => Buffer.from(text, 'utf8').toString('base64url')

export function signInteractionData(items) {
  const input = base64url(JSON.stringify({ alg: 'ES256' })) + '.' + base64url(JSON.stringify(items))
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return input + '.' + signature.toString('base64url')
}

// In the page: signedInteractionData
console.log(signInteractionData([{ label: ${json}, data: 'ann@example.com', type: 'string' }]))
`,
    },
    {
      label: 'Python',
      language: 'python',
      code: `# pip install cryptography
import base64
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

# On your server only. Its public half is the key of this channel.
with open("ec_private.pem", "rb") as file:
    private_key = serialization.load_pem_private_key(file.read(), password=None)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def sign_interaction_data(items: list) -> str:
    header = base64url(json.dumps({"alg": "ES256"}).encode("utf-8"))
    payload = base64url(json.dumps(items, ensure_ascii=False).encode("utf-8"))
    signing_input = f"{header}.{payload}"
    r, s = decode_dss_signature(private_key.sign(signing_input.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    return f"{signing_input}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


# In the page: signedInteractionData
print(sign_interaction_data([{"label": ${json}, "data": "ann@example.com", "type": "string"}]))
`,
    },
    {
      label: 'PHP',
      language: 'php',
      code: `<?php
// On your server only. Its public half is the key of this channel.
$privateKey = openssl_pkey_get_private('file://ec_private.pem');
if ($privateKey === false) {
    throw new RuntimeException('ec_private.pem holds no private key');
}

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

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

function signInteractionData(array $items, $privateKey): string
{
    $json = json_encode($items, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    $input = base64url('{"alg":"ES256"}') . '.' . base64url($json);
    if (!openssl_sign($input, $der, $privateKey, OPENSSL_ALGO_SHA256)) {
        throw new RuntimeException('The data could not be signed');
    }
    return $input . '.' . base64url(rawSignature($der));
}

// In the page: signedInteractionData
$items = [['label' => ${phpText(label)}, 'data' => 'ann@example.com', 'type' => 'string']];
echo signInteractionData($items, $privateKey), PHP_EOL;
`,
    },
    {
      label: 'Ruby',
      language: 'ruby',
      code: `require "json"
require "openssl"

# On your server only. Its public half is the key of this channel.
PRIVATE_KEY = OpenSSL::PKey::EC.new(File.read("ec_private.pem"))

def base64url(bytes)
  [bytes].pack("m0").tr("+/", "-_").delete("=")
end

# OpenSSL gives the two numbers in DER; a JWS wants each as 32 bytes.
def raw_signature(der)
  OpenSSL::ASN1.decode(der).value.map { |number| number.value.to_s(2).rjust(32, "\\x00") }.join
end

def sign_interaction_data(items)
  input = base64url(JSON.generate({ "alg" => "ES256" })) + "." + base64url(JSON.generate(items))
  input + "." + base64url(raw_signature(PRIVATE_KEY.sign(OpenSSL::Digest.new("SHA256"), input)))
end

# In the page: signedInteractionData
puts sign_interaction_data([{ "label" => ${rubyText(label)}, "data" => "ann@example.com", "type" => "string" }])
`,
    },
  ]
}
