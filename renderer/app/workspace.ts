import type { Workspace } from '#shared/contract/requests.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import { useRequest, useRequestPart } from '../host/host.ts'

/** The workspace as last answered; undefined before the first answer. One question, shared by whoever asks. */
export function useWorkspace(): Workspace | undefined {
  return useRequest('workspace.get', {}).data
}

/**
 * A part of the workspace, for those who need no more: its counts change with every message, and whoever reads the
 * whole is drawn again each time. Undefined before the first answer.
 */
export function useWorkspacePart<Name extends keyof Workspace>(name: Name): Workspace[Name] | undefined {
  return useRequestPart('workspace.get', {}, name)
}

/** Who is at the console; null until that is known. */
export function useOperator(): OperatorView | null {
  return useWorkspacePart('operator') ?? null
}
