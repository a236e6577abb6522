import type { ChannelPolicy, ChannelView, KeyView, SchemeSettings } from './channel.ts'
import type { ChannelId, KeyId } from './ids.ts'
import type { SchemeName } from './verdict.ts'

/** What a demo channel is made of: the input of `channels.add`, and the freshness that is else set afterwards. */
export interface DemoChannelInput {
  name: string
  scheme: SchemeName
  policy: ChannelPolicy
  /** Exact origins, e.g. `http://shop.localhost:4810`. */
  origins: string[]
  settings: SchemeSettings
  /** Minutes; 15 where it is left out. */
  freshnessMinutes?: number
}

/** What may be changed of a channel afterwards. Members left out stay as they are. */
export interface DemoChannelChange {
  name?: string
  policy?: ChannelPolicy
  origins?: string[]
  settings?: SchemeSettings
  freshnessMinutes?: number
}

/**
 * The console as the demo site may touch it: it can set channels up and nothing else. It reads no message,
 * no verdict and no key. Every call passes the validation and the lint that a person's call passes; only
 * the consent to a degraded keystore is taken as given, since a demo's keys protect nobody.
 * Each function rejects with a `ProblemError`.
 */
export interface DemoTools {
  /** Where the intake listens, e.g. `http://127.0.0.1:4717`: what the snippets of the pages point at. */
  readonly intakeUrl: string
  addChannel(input: DemoChannelInput): Promise<ChannelView>
  updateChannel(channelId: ChannelId, change: DemoChannelChange): Promise<ChannelView>
  /** `material` is the vendor's secret, or the P-256 public key in PEM for Talkative. */
  addKey(channelId: ChannelId, label: string, material: string): Promise<KeyView>
  /** `at` in milliseconds since 1970 lets the key end then; null ends it now. */
  retireKey(channelId: ChannelId, keyId: KeyId, at: number | null): Promise<KeyView>
  /** A server-to-server token, shown this once. */
  makeServerToken(channelId: ChannelId): Promise<string>
}

/** One page of the demo site, for the window's list. */
export interface DemoPage {
  title: string
  url: string
}

/** What opening the demo answers. `close` stops its web server. */
export interface OpenedDemo {
  siteUrl: string
  pages: DemoPage[]
  close(): Promise<void>
}

/** Handed to the console by whoever starts it with the demo at hand. */
export type OpenDemo = (tools: DemoTools) => Promise<OpenedDemo>
