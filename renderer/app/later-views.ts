import { lazy } from 'react'

const parts = {
  audit: () => import('../features/audit/index.ts'),
  channels: () => import('../features/channels/index.ts'),
  contacts: () => import('../features/contacts/index.ts'),
  insights: () => import('../features/insights/index.ts'),
  live: () => import('../features/live/index.ts'),
  review: () => import('../features/review/index.ts'),
  settings: () => import('../features/settings/index.ts'),
  templates: () => import('../features/templates/index.ts'),
}

// A console starts with its inbox; what stands beside it is read when the window has nothing else to do.
export const AuditView = lazy(() => parts.audit().then((part) => ({ default: part.AuditView })))
export const ChannelsView = lazy(() => parts.channels().then((part) => ({ default: part.ChannelsView })))
export const ContactsView = lazy(() => parts.contacts().then((part) => ({ default: part.ContactsView })))
export const InsightsView = lazy(() => parts.insights().then((part) => ({ default: part.InsightsView })))
export const LiveView = lazy(() => parts.live().then((part) => ({ default: part.LiveView })))
export const ReviewView = lazy(() => parts.review().then((part) => ({ default: part.ReviewView })))
export const SettingsView = lazy(() => parts.settings().then((part) => ({ default: part.SettingsView })))
export const TemplatesView = lazy(() => parts.templates().then((part) => ({ default: part.TemplatesView })))

/** Reads the other views before anybody opens one, one by one while nothing else is to be done. */
export function readAhead(): () => void {
  const waiting = Object.values(parts)
  let idle = 0
  const next = () => {
    const read = waiting.shift()
    // A part that cannot be read now is asked for again, and its trouble shown, when its view is opened.
    if (read !== undefined) void read().catch(() => undefined)
    if (waiting.length > 0) idle = requestIdleCallback(next)
  }
  idle = requestIdleCallback(next)
  return () => cancelIdleCallback(idle)
}
