import type { Span } from './span.ts'
import { spokenNumbers } from './spoken-digits.ts'

const codeWords =
  /(?:(?:verification|verify|security|confirmation|one[ -]?time|single[ -]use|log-?in|sign-?in|access|authentication|authenticator|auth|activation|reset|unlock|recovery|backup|2fa|two-factor|mfa|sms|pairing|transfer|temporary|secret|door|gate|pickup)[ -](?:code|pin|passcode|password|key)|passcode|\b2fa\b|\botp\b|\bpin\b(?:-code)?|\btan\b|\bmTAN\b|bestätigungs-?code|sicherheits-?code|verifizierungs-?code|prüf-?code|einmal-?(?:code|kennwort|passwort)|anmelde-?code|zugangs-?code|aktivierungs-?code|freischalt-?code|abhol-?code|code (?:de |d['’])?(?:vérification|confirmation|sécurité|validation|connexion|activation|accès|retrait)|code secret|código (?:de )?(?:verificación|confirmación|seguridad|acceso|activación|um solo uso|uso único|segurança|verificação|confirmação|acesso)|codice (?:di )?(?:verifica|conferma|sicurezza|accesso|attivazione)|verificatiecode|bevestigingscode|beveiligingscode|inlogcode|kod (?:weryfikacyjny|potwierdzający|bezpieczeństwa|dostępu|sms)|код (?:подтверждения|из смс|доступа|проверки)|doğrulama kodu|onay kodu|verifieringskod|engångskod|engangskode|bekræftelseskode|vahvistuskoodi|ověřovací kód|ellenőrző kód|κωδικ[όο]ς επαλήθευσης|認証コード|确认码|验证码|인증번호)/giu
const yourCode =
  /\b(?:your|the|his|her|this|ihr|dein|der|votre|le|su|tu|el|il tuo|uw|je|seu|o|twój) (?:new |neuer |current )?(?:code|kod|código|codice|kode)\b(?! (?:(?:for|of) (?:conduct|the product)|postal|promo|réduction|de réduction|article|produit|d['’]erreur|erreur|QR|barre|error|descuento|sconto|kortings|(?:de |di |d['’])?(?:promo|descuento|desconto|sconto|regalo|réduction)))/giu
const codeBefore =
  /(?<![\w.,/-])([0-9]{4,8}|[0-9]{3}[ -][0-9]{3}) (?:is|ist|est|es|è|to|—|-) (?:your|the|ihr|dein|der|votre|le|su|tu|el|il tuo|uw|twój)[^.\n]{0,24}(?:code|pin|otp|tan|kod|código|codice|passcode)/giu
/** "Type 123-456 as the verification code": the value first, and what it is for behind it. */
const codeAsSomething =
  /(?<![\w.,/-])([0-9]{4,8}|[0-9]{3}[ -][0-9]{3}) (?:as|als|comme|como|come) (?:\p{L}{1,12} ){0,2}(?:verification |security |login |access |one-time )?(?:[\p{L}]{0,20}code|pin|otp|tan|kod|código|codice|passcode)(?![\p{L}])/giu
/** Backup codes mix small letters and digits, in groups. */
const backupCode =
  /\b(?:backup|recovery|rescue|wiederherstellungs)[ -]?codes? (?:is |are |ist )?[:=]? ?((?=[a-z0-9-]*[0-9])[a-z0-9]{3,8}(?:-[a-z0-9]{3,8}){1,5})(?![\w])/giu

function valueSpan(match: RegExpExecArray): Span {
  const value = match[1] ?? ''
  const start = match.index + match[0].indexOf(value)
  return { start, end: start + value.length }
}

const codeValue =
  /(?<![\w.,:/+#€$£-])([0-9]{4,10}|[0-9]{2,4}(?:[ -][0-9]{2,4}){1,3}|(?=[A-Z0-9-]*[0-9])(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){0,4})(?![\w€$%]|[.,][0-9])/u
const withinCode = 48
/** Between the word and the code only a few words may stand, and none of these: then the number is something else. */
const breaksOff =
  /[.!?]\s|\n\n|\b(?:until|since|within|by calling|call|valid|expires?|dial|in|after|before|bis|innerhalb|seit|nach|gültig|expire|jusqu|sous|caduca|hasta|minutes?|order|bestellung|error|between|room|street)\b/iu

/** One-time codes and PINs: a number beside a word for one, in several languages. Voucher, postal and error codes are none. */
export function* oneTimeCodes(plain: string): Generator<Span> {
  for (const match of [...plain.matchAll(codeWords), ...plain.matchAll(yourCode)]) {
    const from = match.index + match[0].length
    // Part of a longer word ("pinpoint", "tangible") is no such word.
    if (/[\p{L}]/u.test(plain[from] ?? '') && !/^(?:s|en|e)\b/iu.test(plain.slice(from, from + 3))) continue
    const rest = plain.slice(from, from + withinCode)
    const value = codeValue.exec(rest)
    if (value === null || breaksOff.test(rest.slice(0, value.index))) continue
    const between = rest.slice(0, value.index)
    const isYear = /^(?:19|20)[0-9]{2}$/.test(value[0])
    if (isYear && !/(?:is|ist|lautet|est|es|:|=)\s*["'„“]?$/iu.test(between)) continue
    yield { start: from + value.index, end: from + value.index + value[0].length }
  }
  for (const { digits, start, end } of spokenNumbers(plain)) {
    if (
      digits.length <= 10 &&
      /(?:code|kod|código|codice|kode|pin|tan|otp)(?![\p{L}])[^.!?\n]{0,32}$/iu.test(
        plain.slice(Math.max(0, start - 48), start),
      )
    ) {
      yield { start, end }
    }
  }
  for (const match of plain.matchAll(codeAsSomething)) yield valueSpan(match)
  for (const match of plain.matchAll(backupCode)) yield valueSpan(match)
  for (const match of plain.matchAll(codeBefore)) {
    yield { start: match.index, end: match.index + (match[1] ?? '').length }
  }
}

const passwordWords =
  /(?<![\p{L}_])(?:passwords?|pass ?phrase|passwort|kennwort|zugangswort|mot de passe|mdp|contraseña|clave de acceso|senha|palavra-passe|wachtwoord|parola d['’]ordine|hasło|пароль|heslo|jelszó|lösenord|adgangskode|passord|salasana|şifreniz|şifre|parolanız|κωδικός πρόσβασης|pwd|pw|passwd)(?![\p{L}_])|パスワード|密码|비밀번호/giu
const link =
  /^["'”]?(?: ?\([^)\n]{0,30}\))?(?:[ \t](?:for|to|of|on|für|pour|para|per|voor|von|dla|zum|zur)(?:[ \t][^\s:=.!?]{1,30}){1,5}?)?[ \t]{0,2}(?:(?:has been (?:re)?set to|was (?:re)?set to|is set to|set to|changed to|will be|would be|would then be|should be|is now|is|was|lautet(?: jetzt| nun| neu)?|ist(?: jetzt| nun)?|wurde auf|est(?: désormais| maintenant)?|sera|es(?: ahora)?|será|é|è(?: ora)?|is nu|to|jest|brzmi|är|er|on|je|это)(?!\p{L})|:|=>?|->|-|[：は])[ \t\n]{0,2}(?:now |currently |temporarily |still |simply |just |the following: ?|this: ?|as follows: ?|jetzt |nun |folgendes: ?)?[:=]?[ \t\n]{0,2}/iu
const valueAt = /^["'`«„“‚‘([]{0,2}([^\s"'`«»„“”‚‘’]{4,64})/u
/** Several words in quotation marks are a pass phrase. */
const quotedPhrase = /^["«„“]([^\s"«»„“”\n]{2,24}(?: [^\s"«»„“”\n]{2,24}){1,6})["»“”]/u
/** What a sentence about passwords goes on with. */
const everydayWords =
  /^(?:pflichtfeld|siehe|see|voir|véase|zie|champ|campo|veld|pole|obligatoire|obligatorio|obligatoria|verplicht|erforderlich|a|an|at|the|not|no|too|now|still|only|being|needed|required|requested|optional|incorrect|wrong|correct|valid|invalid|safe|secure|strong|weak|short|long|enough|case|saved|stored|never|always|encrypted|hashed|expired|known|unknown|missing|empty|different|same|about|what|something|sent|reset|changed|updated|protected|important|forgotten|hidden|shown|yours|mine|ours|managed|handled|kept|used|asked|accepted|rejected|refused|identical|unique|visible|mandatory|necessary|possible|set|there|here|where|when|because|until|made|chosen|entered|typed|compromised|leaked|exposed|different|personal|private|confidential|blank|okay|fine|good|bad|new|old|temporary|minimum|maximum|between|least|reset|again|already|also|ready|working|fixed|gone|lost|stronger|weaker|longer|shorter|both|with|without|from|for|and|but|or|so|that|this|these|those|your|our|their|his|her|it|you|we|they|who|which|case-sensitive|up-to-date|one-time)$/iu
const endsLikeAnAdjective =
  /(?:ed|ing|able|ible|ive|ful|less|ary|ory|ent|ant|al|ous|ly|en|bar|lich|ig|iert|isch|é|ée|ado|ada|ido|ida|ato|ata|uto)$/iu

/** Passwords that are told: "your password is …" and its like in several languages. Sentences about passwords are none. */
export function* passwords(plain: string): Generator<Span> {
  for (const match of plain.matchAll(passwordWords)) {
    const from = match.index + match[0].length
    const rest = plain.slice(from, from + 160)
    const linked = link.exec(rest)
    if (linked === null) continue
    const behind = rest.slice(linked[0].length)
    const phrase = quotedPhrase.exec(behind)
    if (phrase !== null) {
      const start = from + linked[0].length + 1
      yield { start, end: start + (phrase[1] ?? '').length }
      continue
    }
    const found = valueAt.exec(behind)
    if (found === null) continue
    const isQuoted = /^["'`«„“‚‘]/u.test(found[0])
    // Languages without spaces: what is written in Latin signs ends where the other script goes on.
    const written = /^[!-~]+(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/u.exec(
      found[1] ?? '',
    )
    const value = (written?.[0] ?? found[1] ?? '').replace(/[.,;:!?)\]]{1,3}$/u, '')
    const start = from + linked[0].length + found[0].length - (found[1] ?? '').length
    const ends = /^[.!\n)]|^$|^,? (?:and|und|et|y|e|en|i|please|bitte|but)\b/u.test(
      behind.slice(start - from - linked[0].length + value.length),
    )
    const byColon = /[:=：]\s*$/u.test(linked[0])
    const inEnglish = /(?:\b(?:is|was|be|to|now) |still |currently )$/iu.test(linked[0].replace(/\s*$/, ' '))
    if (
      isPassword(value, {
        isQuoted,
        ends: ends && (byColon || isQuoted || inEnglish),
        byColon,
        isShortWord: /^(?:pw|pwd|mdp)$/iu.test(match[0]),
      })
    ) {
      yield { start, end: start + value.length }
    }
  }
  for (const rule of [besideTheWord, asThePassword, phraseOfWords, afterAPlace]) {
    for (const match of plain.matchAll(rule)) {
      const value = (match[1] ?? '').replace(/[.,;:!?)\]}]{1,3}$/u, (end) => (end.startsWith('!') ? end : ''))
      if (/^[^@]+@[^@]+\.[a-z]{2,}$/iu.test(value) || (rule !== phraseOfWords && !isSecretLike(value))) continue
      const start = match.index + match[0].lastIndexOf(match[1] ?? '')
      yield { start, end: start + value.length }
    }
  }
  for (const match of plain.matchAll(loginPair)) {
    const value = match[1] ?? ''
    if (isSecretLike(value))
      yield { start: match.index + match[0].length - value.length, end: match.index + match[0].length }
  }
}

const passwordWord =
  '(?:password|passphrase|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|hasło|lösenord|pass|pwd|pw|mdp)'
/** Between the word and the value stands nothing, or what describes it, and the value is nothing but a secret. */
const besideTheWord = new RegExp(
  `(?<![\\p{L}_])${passwordWord}(?: (?:to|nueva|nuova|nouveau|provvisoria|provisoire|provisional|temporal|nova|temporária|tymczasowe|nowe)){0,2}(?: (?:es|è|est|é|to))? ([^\\s"'<>/]{6,40})`,
  'giu',
)
const asThePassword = new RegExp(
  `(?<![^\\s])([^\\s"'<>/]{6,40}) (?:as|als|comme|como|come) (?:\\p{L}{1,12} ){0,2}${passwordWord}(?![\\p{L}])`,
  'giu',
)
/** A pass phrase of plain words is told at the end of its sentence. */
const phraseOfWords =
  /\b(?:with|is|use|enter|type) (?:the |your )?pass ?phrase (?:is )?(\p{Ll}{3,12}(?: \p{Ll}{3,12}){3,6})(?=[.!]?\s*$)/giu
const afterAPlace = new RegExp(
  `(?<![\\p{L}_])${passwordWord} (?:at|in|on|for|of|für|im|pour|para|per|voor) [^:\\n.!?]{1,40}[:=] ?([^\\s"'<>/]{6,40})`,
  'giu',
)

const loginPair =
  /(?:log-?ins?|zugangsdaten|credentials|anmeldedaten|identifiants|credenciales|credenziali|user(?:name)?|benutzer(?:name)?)[^\n]{0,6}[:=] ?[^\s/|]{2,60} ?(?:\/|\||und|and|mit|with|,) ?([^\s"']{6,40})/giu

function isPassword(
  value: string,
  {
    isQuoted,
    ends,
    byColon,
    isShortWord,
  }: { isQuoted: boolean; ends: boolean; byColon: boolean; isShortWord: boolean },
): boolean {
  if (
    value.length < 4 ||
    /^(?:https?:|www\.)|^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(value) ||
    /^[*•x.…_-]+$/iu.test(value)
  )
    return false
  if (isSecretLike(value)) return true
  if (isQuoted) return !everydayWords.test(value) && ends
  if (/^[0-9]{4,12}$/.test(value)) return true
  if (isShortWord && !byColon) return false
  return ends && /^[\p{L}-]{5,}$/u.test(value) && !everydayWords.test(value) && !endsLikeAnAdjective.test(value)
}

/** No word of a language: letters with digits, a sign in the middle, or capitals where no word has them. */
function isSecretLike(value: string): boolean {
  if (value.length < 5) return /[0-9]/.test(value) && /[A-Za-z]/.test(value)
  if (/[0-9]/.test(value) && /\p{L}/u.test(value)) return !/^\d+(?:st|nd|rd|th|x|h|min|mb|gb|-[a-z]+)$/i.test(value)
  if (/[!#$%&*+=?@^~|<>\\_]/.test(value.slice(0, -1)) && /\p{L}/u.test(value)) return true
  return (
    /\p{Ll}\p{Lu}\p{Ll}*/u.test(value) &&
    !/^(?:i[A-Z]|Mc|Mac|PayPal|YouTube|GitHub|LinkedIn|iPhone|eBay|JavaScript)/.test(value)
  )
}
