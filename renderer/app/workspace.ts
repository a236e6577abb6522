import type { Workspace } from '#shared/contract/requests.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import { useRequest } from '../host/host.ts'

/** The workspace as last answered; undefined before the first answer. One question, shared by whoever asks. */
export function useWorkspace(): Workspace | undefined {
  return useRequest('workspace.get', {}).data
}

/** Who is at the console; null until that is known. */
export function useOperator(): OperatorView | null {
  return useWorkspace()?.operator ?? null
}
