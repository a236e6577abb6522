import type { ReactNode } from 'react'
import { Component } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** Catches a fault in drawing, so that one broken part never leaves an empty window. React has this as a class only. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <EmptyState
        icon="warning"
        title="This part of the window stopped"
        action={
          <Button variant="primary" onPress={() => this.setState({ broken: false })}>
            Show it again
          </Button>
        }
      >
        Messages, drafts and keys are kept. If it happens again, restart Bonafide.
      </EmptyState>
    )
  }
}
