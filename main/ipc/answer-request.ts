import { type RequestName, requestNames } from '#shared/contract/names.ts'
import { requestInputs } from '#shared/contract/requests.ts'
import { type Problem, type ProblemCode, ProblemError, problemCodes, type Result } from '#shared/contract/result.ts'
import type { Handlers } from './handlers/index.ts'
import { copyPlainJson } from './plain-json.ts'

type Handle = (input: unknown, caller: Caller) => Promise<unknown>
type Caller = Parameters<Handlers['workspace.get']>[1]

/** Where trouble goes that the window is not told about. */
export type ReportTrouble = (request: string, error: unknown) => void

/**
 * Answers one request whose sender is already known to be the console's own page: its name from the closed list,
 * its input by schema, its handler's answer as plain JSON. Never throws; what a handler throws without meaning to
 * becomes `internal` with a fixed sentence, and the details go to `report` alone.
 */
export async function answerRequest(
  handlers: Handlers,
  caller: Caller,
  name: unknown,
  input: unknown,
  report: ReportTrouble,
): Promise<Result<unknown>> {
  if (!isRequestName(name)) return refused('unknown-request', 'This console does not know that request.')
  const parsed = requestInputs[name].safeParse(input)
  if (!parsed.success) return refused('input-invalid', describeInput(parsed.error.issues))
  try {
    const value = await (handlers[name] as Handle)(parsed.data, caller)
    return { ok: true, value: copyPlainJson(value) }
  } catch (error) {
    return { ok: false, problem: problemOf(name, error, report) }
  }
}

/** A refusal as the window receives it. */
export function refused(code: ProblemCode, message: string): Result<never> {
  return { ok: false, problem: { code, message } }
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && (requestNames as readonly string[]).includes(name)
}

function describeInput(issues: readonly { path: PropertyKey[]; code?: string }[]): string {
  const places = issues.slice(0, 3).map(({ path }) => path.map(String).join('.') || 'the request')
  return `Some of what was entered cannot be used: ${[...new Set(places)].join(', ')}. Check it and try again.`
}

function problemOf(name: RequestName, error: unknown, report: ReportTrouble): Problem {
  // By its name and code, not by instanceof: an error from the database's thread arrives as a copy.
  if (error instanceof ProblemError || isCarriedProblem(error)) return { code: error.code, message: error.message }
  report(name, error)
  return {
    code: 'internal',
    message: 'Something went wrong inside the console, and this may not have been done. Its log has the details.',
  }
}

function isCarriedProblem(error: unknown): error is Error & { code: ProblemCode } {
  return (
    error instanceof Error &&
    error.name === 'ProblemError' &&
    'code' in error &&
    (problemCodes as readonly unknown[]).includes(error.code)
  )
}
