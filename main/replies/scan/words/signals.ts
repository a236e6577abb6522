/**
 * What a word in a reply says about a value beside it. A word may say several things; which of them counts is each
 * rule's to decide. Bits of one number, since every word of a long text is looked up.
 */
export const signal = {
  /** A noun for a password: the value behind it is one. */
  password: 1,
  /** A word that means a password in some sentences and something else in others: "pass", "clave", "key". */
  maybePassword: 1 << 1,
  /** A word for a one-time code or PIN that needs no other: "OTP", "passcode". */
  codeName: 1 << 2,
  /** "Code" by itself, in any language. */
  code: 1 << 3,
  /** What makes a code one that lets in: "verification", "login". */
  codeThatLetsIn: 1 << 4,
  /** What makes a code one that is anybody's: "postal", "error", "discount". */
  codeOfThings: 1 << 5,
  /** A noun whose number is a reference: order, invoice, flight. */
  reference: 1 << 6,
  /** Asks for something to be put in: "enter", "type". */
  enter: 1 << 7,
  /** What a code is entered for: to sign in, to confirm. */
  letsIn: 1 << 8,
  /** What a code opens: a door, a safe, a locker. */
  lock: 1 << 9,
  phone: 1 << 10,
  /** Reaching somebody by phone: "call", "text". */
  call: 1 << 11,
  /** A noun for a key or token. */
  key: 1 << 12,
  /** A fingerprint of something public: a commit, a checksum. */
  fingerprint: 1 << 13,
  /** Signing in and the data for it: "login", "credentials", "username". */
  login: 1 << 14,
  /** Ties a word to its value: "is", "lautet", "est". */
  link: 1 << 15,
  /** Takes back what stands before it: "not", "like", "example". */
  notThis: 1 << 16,
  /** Counts what stands before it: a unit. */
  unit: 1 << 17,
  /** The general word for a number. */
  number: 1 << 18,
  /** A span of time or a limit begins: "until", "within". */
  time: 1 << 19,
  card: 1 << 20,
  account: 1 << 21,
  /** What backup codes are called before "code". */
  backup: 1 << 22,
  /** A person other than the one who writes: "her", "driver", "neighbour". */
  person: 1 << 23,
  /** A network or a file that has a password. */
  locked: 1 << 24,
} as const

export type Signal = (typeof signal)[keyof typeof signal]
