import { readFigures } from './figures.ts'
import { listMessages } from './list-messages.ts'
import { listFirstReplies, listGateRefusals, listOverrideSteps, listUnanswered } from './list-others.ts'

export const insightReads = {
  'insights.figures': readFigures,
  'insights.messages': listMessages,
  'insights.gateRefusals': listGateRefusals,
  'insights.overrideSteps': listOverrideSteps,
  'insights.firstReplies': listFirstReplies,
  'insights.unanswered': listUnanswered,
}
export type InsightReads = typeof insightReads
