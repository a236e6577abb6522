import type { ReactNode } from 'react'
import './page.css'

/** The frame of a whole view beside the rail: a title, what it is for, its actions, and a scrolling body. */
export function Page(props: {
  title: string
  description?: ReactNode
  actions?: ReactNode
  children: ReactNode
  width?: 'reading' | 'full'
}) {
  return (
    <div className="ui-page" data-width={props.width ?? 'full'}>
      <header className="ui-page-head">
        <div className="ui-page-words">
          <h1 className="ui-page-title">{props.title}</h1>
          {props.description && <p className="ui-page-description">{props.description}</p>}
        </div>
        {props.actions && <div className="ui-page-actions">{props.actions}</div>}
      </header>
      <div className="ui-page-body">{props.children}</div>
    </div>
  )
}

/** A titled block within a page or panel. */
export function Section(props: { title: string; description?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="ui-section">
      <div className="ui-section-head">
        <div>
          <h2 className="ui-section-title">{props.title}</h2>
          {props.description && <p className="ui-description">{props.description}</p>}
        </div>
        {props.actions}
      </div>
      {props.children}
    </section>
  )
}
