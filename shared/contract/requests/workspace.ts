import { z } from 'zod'
import type { OperatorView } from '../../domain/channel.ts'
import type { ChannelId } from '../../domain/ids.ts'
import type { KeyProtection } from '../../domain/keystore-words.ts'
import { nothing } from './parts.ts'

export const workspaceInputs = {
  'workspace.get': nothing,
  'workspace.setPreferences': z.strictObject({
    theme: z.enum(['light', 'dark', 'system']).optional(),
    density: z.enum(['comfortable', 'compact']).optional(),
    /** Minutes without anybody at the window until it locks. */
    idleMinutes: z.int().min(1).max(60).optional(),
  }),
  /** One more window of this console; whoever sits there signs in at it. */
  'workspace.openWindow': nothing,
  'demo.begin': nothing,
} as const

/** Trouble that the console lives with and shows: it started all the same, and the file is kept. */
export interface Notice {
  id: 'storage' | 'keystore' | 'intake' | 'runtime' | 'clock' | 'keys'
  severity: 'error' | 'warning' | 'info'
  title: string
  /** What happened, what was kept, what to do. */
  message: string
  /** The channel in which it is mended; only for those who may. */
  channelId?: ChannelId
}

export interface Workspace {
  version: string
  operator: OperatorView
  /** Everybody who works here now. */
  operators: OperatorView[]
  runtime: 'electron' | 'chromium'
  intake: { state: 'listening' | 'stopped'; url: string | null }
  keystore: { protection: KeyProtection; backend: string }
  preferences: { theme: 'light' | 'dark' | 'system'; density: 'comfortable' | 'compact'; idleMinutes: number }
  notices: Notice[]
  /** True until a channel exists: the window then shows the way to a first channel, or into the demo. */
  firstRun: boolean
  demo: { siteUrl: string; pages: { title: string; url: string }[] } | null
  /** `overrideRequests` waits for a supervisor; 0 for everybody else. */
  counts: { waiting: number; openFlags: number; overrideRequests: number }
}

export interface WorkspaceOutputs {
  'workspace.get': Workspace
  'workspace.setPreferences': Workspace
  'workspace.openWindow': Record<string, never>
  'demo.begin': Workspace
}
