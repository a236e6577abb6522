import type { VisitorPage } from '../e2e/pages/visitor-page.ts'
import { morning, pagePathOf } from './customers.ts'
import type { Album } from './pictures.ts'
import type { Scenario, Step } from './scenarios.ts'

const [first] = morning

/** Takes the pictures of the chat as a visitor sees it, at the moments of the scenarios that show them. */
export function pictureOfVisitor(album: Album) {
  return async (scenario: Scenario, visitor: VisitorPage, step: Step | null): Promise<void> => {
    if (first !== undefined && scenario.page === pagePathOf(first)) {
      if (step === null) await album.both(visitor.page, 'widget-closed')
      if (step === scenario.steps[0]) await album.both(visitor.page, 'widget-open')
      if (step === scenario.steps.at(-1)) await album.both(visitor.page, 'widget-conversation')
    }
    if (step?.does === 'is-refused') await album.both(visitor.page, 'widget-refused')
    if (step?.does === 'sees') await album.both(visitor.page, 'widget-history')
  }
}
