import './spinner.css'

/** A turning ring. `label` is read aloud; still under reduced motion, where it is a ring with a gap. */
export function Spinner({ label, size = 18 }: { label: string; size?: number }) {
  return (
    <svg className="ui-spinner" width={size} height={size} viewBox="0 0 20 20" role="img" aria-label={label}>
      <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2.5" opacity="0.25" />
      <path d="M10 2a8 8 0 0 1 8 8" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  )
}

/** Grey bars in the shape of what is coming, for waits longer than a blink. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="ui-skeleton" aria-hidden>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  )
}
