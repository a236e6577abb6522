import type { ReactNode } from 'react'

/** A titled part of a list. */
export function Separated<Row>(props: { title: string; rows: readonly Row[]; children: (row: Row) => ReactNode }) {
  return (
    <section aria-label={props.title}>
      <h2 className="override-part">{props.title}</h2>
      <ul>{props.rows.map(props.children)}</ul>
    </section>
  )
}
