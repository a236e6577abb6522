import type { VisitorForm } from '#shared/domain/visitor-frames.ts'
import type { Shelf } from './shelf.ts'

/** What the visitor typed of themselves, where the page names nobody. Kept for every page of this browser. */
export function createVisitorForm(shelf: Shelf) {
  let filled = read(shelf)
  let skipped = false
  return {
    filled: () => filled,
    isAnswered: () => filled !== null || skipped,
    fill(form: VisitorForm): void {
      filled = form
      shelf.set('form', JSON.stringify(form))
    },
    skip(): void {
      skipped = true
    },
  }
}

function read(shelf: Shelf): VisitorForm | null {
  try {
    const { name, email } = JSON.parse(shelf.get('form') ?? 'null') as VisitorForm
    return { ...(typeof name === 'string' && { name }), ...(typeof email === 'string' && { email }) }
  } catch {
    return null
  }
}
