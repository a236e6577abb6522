import type { VisitorPage } from '../e2e/pages/visitor-page.ts'
import type { Album } from './pictures.ts'
import type { Scenario, Step } from './scenarios.ts'

/** Takes the pictures of the chat as a visitor sees it, at the moments of the scenarios that show them. */
export function pictureOfVisitor(album: Album) {
  return async (scenario: Scenario, visitor: VisitorPage, step: Step | null): Promise<void> => {
    if (scenario.page === '/yourgpt/signed-in') {
      await album.both(visitor.page, step === null ? 'widget-closed' : 'widget-open')
    }
    if (step?.does === 'is-refused') await album.both(visitor.page, 'widget-refused')
    if (step?.does === 'sees') await album.both(visitor.page, 'widget-history')
  }
}
