import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import type { RequestState } from './host.ts'

/**
 * Draws what a request answered: a skeleton until then, the problem with a way to try again, or the children. Where an
 * answer is already shown and asking again failed, it stays, under a notice that says so. What the operator's role does
 * not allow is a calm sentence, not an error.
 */
export function Answered<Value>(props: {
  request: Pick<RequestState<Value>, 'data' | 'problem' | 'retry'>
  children: (value: Value) => ReactNode
  lines?: number
}) {
  const { data, problem, retry } = props.request
  if (problem?.code === 'not-allowed')
    return (
      <EmptyState icon="lock" title="This is for supervisors">
        {problem.message}
      </EmptyState>
    )
  const notice = problem && (
    <Notice
      severity="error"
      title="This could not be read"
      action={
        <Button icon="refresh" onPress={retry}>
          Try again
        </Button>
      }
    >
      {problem.message}
    </Notice>
  )
  if (data === undefined) {
    return (
      notice ?? (
        <div aria-busy="true">
          <span className="ui-hidden" role="status">
            Loading
          </span>
          <Skeleton lines={props.lines ?? 6} />
        </div>
      )
    )
  }
  return (
    <>
      {notice}
      {props.children(data)}
    </>
  )
}
