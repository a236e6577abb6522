import { accepted, identity, openConsole, operatorId } from '../main/conversations/testing/open-console.ts'
import { openForReading } from '../main/storage/open.ts'
import type { Comparison } from './measure.ts'
import { compareRates } from './measure.ts'

const rows = 200

/** A page of the review queue as the window gets it, against reading the same rows with one statement. */
export async function benchReview(rounds: number): Promise<Comparison[]> {
  const desk = await openConsole()
  try {
    await raiseFlags(desk)
    const { sql } = openForReading(desk.databasePath)
    const bare = sql.prepare(
      `SELECT f.*, c.title, m.text, m.verdict FROM flags f JOIN conversations c ON c.id = f.conversation_id
       LEFT JOIN messages m ON m.id = f.message_id WHERE f.acknowledged_at IS NULL ORDER BY f.seq DESC LIMIT ?`,
    )
    const ours = async (count: number) => {
      for (let done = 0; done < count; done++) {
        const page = await desk.review.flags({ state: 'open', cursor: null, limit: rows })
        if (page.rows.length !== rows) throw new Error(`${page.rows.length} rows`)
      }
    }
    const anchor = (count: number) => {
      for (let done = 0; done < count; done++) if (bare.all(rows).length !== rows) throw new Error('too few rows')
    }
    const found = await compareRates(
      `a page of ${rows} flags / their rows by one statement`,
      { name: 'flags.list', run: ours },
      { name: 'statement', run: anchor },
      { rounds, count: 8 },
    )
    sql.close()
    return [found]
  } finally {
    await desk.remove()
  }
}

/** Every second one claims to be a verified customer by a lookalike; each has been drafted, as in a long day. */
async function raiseFlags({ open, say, review }: Awaited<ReturnType<typeof openConsole>>): Promise<void> {
  const known = await open(identity('grace@shop.example'))
  accepted(await say(known.sessionId, identity('grace@shop.example'), 'Hello'))
  for (let index = 0; index < rows; index += 1) {
    const { sessionId } = await open(null)
    const claimed =
      index % 2 === 0 ? identity('grace@shop.exаmple', null) : identity(`v${index}@a.example`, 'ab'.repeat(32))
    accepted(await say(sessionId, claimed, `Message ${index}`))
  }
  const { rows: raised } = await review.flags({ state: 'open', cursor: null, limit: rows })
  const flagIds = raised.map(({ id }) => id)
  await review.decide({ flagIds, decision: 'genuine', note: 'Looked at', draft: true }, operatorId)
}
