import type { ReactNode } from 'react'

/** Drawn on a 20 px grid with 1.5 px strokes; each takes the colour of the text around it. */
const drawings = {
  inbox: (
    <path d="M3 11.5h3.6l1.2 2h4.4l1.2-2H17M3 11.5v3a1.5 1.5 0 0 0 1.5 1.5h11a1.5 1.5 0 0 0 1.5-1.5v-3M3 11.5 5.2 5a1.5 1.5 0 0 1 1.4-1h6.8a1.5 1.5 0 0 1 1.4 1L17 11.5" />
  ),
  flag: <path d="M5 17.5V3.5m0 .5h9.5l-2 3.5 2 3.5H5" />,
  person: (
    <>
      <circle cx="10" cy="6.5" r="3" />
      <path d="M4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5" />
    </>
  ),
  people: (
    <>
      <circle cx="7.5" cy="7" r="2.75" />
      <path d="M2.5 16c.4-2.7 2.4-4 5-4s4.6 1.3 5 4M13 4.5a2.75 2.75 0 0 1 0 5M14.5 12.3c1.7.5 2.7 1.7 3 3.7" />
    </>
  ),
  template: <path d="M5 3h10v14H5zM8 7h4M8 10h4M8 13h2.5" />,
  channel: (
    <>
      <circle cx="10" cy="10" r="2" />
      <path d="M6.1 13.9a5.5 5.5 0 0 1 0-7.8M13.9 6.1a5.5 5.5 0 0 1 0 7.8M3.6 16.4a9 9 0 0 1 0-12.8M16.4 3.6a9 9 0 0 1 0 12.8" />
    </>
  ),
  settings: (
    <>
      <path d="M3 6h6M13 6h4M3 14h4M11 14h6" />
      <circle cx="11" cy="6" r="2" />
      <circle cx="9" cy="14" r="2" />
    </>
  ),
  search: (
    <>
      <circle cx="9" cy="9" r="5" />
      <path d="m13 13 4 4" />
    </>
  ),
  shield: <path d="M10 2.5 16 4.5v4.7c0 3.9-2.5 6.8-6 8.3-3.5-1.5-6-4.4-6-8.3V4.5z" />,
  shieldCheck: <path d="M10 2.5 16 4.5v4.7c0 3.9-2.5 6.8-6 8.3-3.5-1.5-6-4.4-6-8.3V4.5zM7.2 10l2 2 3.7-4" />,
  shieldCross: (
    <path d="M10 2.5 16 4.5v4.7c0 3.9-2.5 6.8-6 8.3-3.5-1.5-6-4.4-6-8.3V4.5zM7.8 7.8l4.4 4.4M12.2 7.8l-4.4 4.4" />
  ),
  warning: <path d="M10 3.2 17.5 16.3h-15zM10 8v4M10 14.2v.1" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4.2l2.8 1.6" />
    </>
  ),
  question: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M8 8.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M10 13.8v.1" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.2v4.3M10 6.5v.1" />
    </>
  ),
  lock: <path d="M4.5 9h11v7.5h-11zM7 9V6.5a3 3 0 0 1 6 0V9" />,
  unlock: <path d="M4.5 9h11v7.5h-11zM7 9V6.5a3 3 0 0 1 5.8-1" />,
  check: <path d="m4.5 10.5 3.5 3.5 7.5-8" />,
  cross: <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />,
  minus: <path d="M5 10h10" />,
  plus: <path d="M10 4.5v11M4.5 10h11" />,
  chevronDown: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  chevronRight: <path d="m8 5.5 4.5 4.5L8 14.5" />,
  arrowDown: <path d="M10 4v12M5.5 11.5 10 16l4.5-4.5" />,
  arrowLeft: <path d="M16 10H4M8.5 5.5 4 10l4.5 4.5" />,
  enter: <path d="M16 4.5v5a2 2 0 0 1-2 2H4.5M8 8l-3.5 3.5L8 15" />,
  eye: (
    <>
      <path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z" />
      <circle cx="10" cy="10" r="2.25" />
    </>
  ),
  whisper: (
    <path d="M5 4h10a1.5 1.5 0 0 1 1.5 1.5v6A1.5 1.5 0 0 1 15 13H9.5L6 16v-3H5a1.5 1.5 0 0 1-1.5-1.5v-6A1.5 1.5 0 0 1 5 4zM7 8.5h.1M10 8.5h.1M13 8.5h.1" />
  ),
  note: <path d="M4 3.5h12v9L12.5 16.5H4zM16 12.5h-3.5v4" />,
  panel: <path d="M3 4h14v12H3zM12.5 4v12" />,
  copy: <path d="M7 7h9v9H7zM13 7V4H4v9h3" />,
  key: (
    <>
      <circle cx="6.5" cy="13.5" r="3" />
      <path d="m8.7 11.3 7.3-7.3M13 7l2.5 2.5" />
    </>
  ),
  link: (
    <path d="M8.5 11.5a3 3 0 0 0 4.2 0l2.8-2.8a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-2.8 2.8a3 3 0 0 0 4.2 4.2l1-1" />
  ),
  more: <path d="M4.5 10h.1M10 10h.1M15.5 10h.1" />,
  send: <path d="M3.5 9.8 16.5 4l-4.2 12.5-3-5zM9.3 11.5 16.5 4" />,
  journal: <path d="M4 5.5h.1M4 10h.1M4 14.5h.1M7.5 5.5H16M7.5 10H16M7.5 14.5H16" />,
  refresh: <path d="M16 10a6 6 0 1 1-1.8-4.3L16 7.5M16 3.5v4h-4" />,
  insights: <path d="M3.5 16.5h13M5.5 16.5v-5M10 16.5v-12M14.5 16.5v-8" />,
  live: (
    <>
      <circle cx="10" cy="10" r="3" fill="currentColor" />
      <circle cx="10" cy="10" r="6.5" />
    </>
  ),
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

/**
 * An inline drawing. Without `label` it is decoration and hidden from assistive technology; with one it is an image.
 * `size` is in pixels (default 16).
 */
export function Icon({
  name,
  size = 16,
  label,
  className,
}: {
  name: IconName
  size?: number
  label?: string
  className?: string
}) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={size < 16 ? 1.8 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {drawings[name]}
    </svg>
  )
}
