/** Every request answers with one of these two; nothing throws across the boundary. */
export type Result<Value> = { ok: true; value: Value } | { ok: false; problem: Problem }

export const problemCodes = [
  'unknown-request',
  'sender-refused',
  'input-invalid',
  /** Nobody is signed in at this window, or it is locked. */
  'locked',
  'sign-in-refused',
  'not-allowed',
  'not-found',
  'conflict',
  'storage-unavailable',
  'storage-full',
  'keystore-unavailable',
  'consent-needed',
  'key-refused',
  'too-large',
  'too-fast',
  'internal',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** `message` says what happened and what to do. Never a stack trace, a path, a secret or a token. */
export interface Problem {
  code: ProblemCode
  message: string
}

/** The one way for a use case to refuse. The router turns it into a `Problem`; anything else becomes `internal`. */
export class ProblemError extends Error {
  readonly code: ProblemCode

  constructor(code: ProblemCode, message: string) {
    super(message)
    this.name = 'ProblemError'
    this.code = code
  }
}
