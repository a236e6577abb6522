import type { Insights } from '../../insights/insights.ts'
import { requireSupervisor } from '../../operators/operators.ts'
import type { HandlersOf } from './handlers.ts'

export function insightHandlers(insights: Insights): HandlersOf<'insights'> {
  return {
    'insights.figures': async (input, by) => {
      requireSupervisor(by, 'read the figures')
      return insights.figures(input)
    },
    'insights.list': async (input, by) => {
      requireSupervisor(by, 'read the figures')
      return insights.list(input)
    },
    'insights.export': async (input, by) => {
      requireSupervisor(by, 'export the figures')
      return insights.export(input)
    },
  }
}
