import Sqlite from 'better-sqlite3'
import { afterEach, expect, test, vi } from 'vitest'
import { createTestSealer, passphraseOf, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 120_000 })

const started: TestConsole[] = []
const start = async (options: Parameters<typeof startConsole>[0]) => {
  const console = await startConsole(options)
  started.push(console)
  return console
}
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

test.each(['test_keychain', 'none', 'another_keychain'])(
  'an agent who writes their own passphrase over a supervisor’s does not sign in as one (sealed by %s)',
  async (backend) => {
    const sealer = createTestSealer()
    const first = await start({ sealer })
    const { operator: supervisor } = await first.ask('workspace.get', {})
    const mia = await first.addOperator('Mia', 'agent')
    await first.stop()
    const sql = new Sqlite(first.databasePath)
    sql.prepare('DELETE FROM operator_secrets WHERE operator_id = ?').run(supervisor.id)
    sql
      .prepare(
        `INSERT INTO operator_secrets SELECT ?, kind, kid, salt, n, r, p, check_digest, ?, box FROM operator_secrets
         WHERE operator_id = ?`,
      )
      .run(supervisor.id, backend, mia.id)
    sql.close()

    const again = await start({ sealer, profileFolder: first.profileFolder, signedIn: false })
    const input = { passphrase: passphraseOf('Mia'), newPassphrase: null }
    await expect(again.ask('session.signIn', { operatorId: supervisor.id, ...input })).rejects.toMatchObject({
      code: 'sign-in-refused',
    })
    await expect(again.ask('audit.list', { kind: null, cursor: null, limit: 1 })).rejects.toMatchObject({
      code: 'locked',
    })
    expect(await again.ask('session.signIn', { operatorId: mia.id, ...input })).toEqual({ outcome: 'signed-in' })
  },
)
