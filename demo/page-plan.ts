import type { Naming } from './back-end.ts'
import type { DemoChannelName, DemoHost } from './channels.ts'

/** One page of the demo site: which channel it chats through, how it names its visitor, and why. */
export interface DemoPagePlan {
  /** `/vendor/variant`: the path on the site, and the page's name everywhere else. */
  path: `/${string}/${string}`
  title: string
  vendor: 'YourGPT' | 'Fernand' | 'Pavior' | 'Talkative' | 'Intercom' | 'Chatwoot' | 'Own token'
  channel: DemoChannelName
  host: DemoHost
  naming: Naming
  /** One line for the reader of the page. */
  shows: string
  /** A button that makes the page identify again in another way. */
  again?: { button: string; naming: Naming }
}

export const nobody: Naming = { how: 'nobody' }
