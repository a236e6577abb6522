import { describe, expect, test } from 'vitest'
import { findViolations, rules } from './layer-rules.ts'
import { readImports } from './read-imports.ts'

/** One import for each rule that must break it, and one beside it that must not. */
const cases: [rule: string, file: string, source: string, broken: boolean][] = [
  ['shared-is-pure', 'shared/domain/a.ts', `import { b } from '../../main/b.ts'`, true],
  ['shared-is-pure', 'shared/domain/a.ts', `import { readFile } from 'node:fs'`, true],
  ['shared-is-pure', 'shared/contract/a.ts', `import { z } from 'zod'`, false],
  ['renderer-knows-only-shared', 'renderer/app/a.tsx', `import { verify } from '../../main/identity/verify.ts'`, true],
  ['renderer-knows-only-shared', 'renderer/app/a.tsx', `import type { V } from '#shared/domain/verdict.ts'`, false],
  ['renderer-has-no-node', 'renderer/app/a.tsx', `import { join } from 'node:path'`, true],
  ['renderer-has-no-node', 'renderer/app/a.tsx', `import { ipcRenderer } from 'electron'`, true],
  ['preload-is-names-only', 'preload/index.ts', `import { z } from 'zod'`, true],
  ['preload-is-names-only', 'preload/index.ts', `import { requestNames } from '#shared/contract/names.ts'`, false],
  ['widget-stands-alone', 'widget/a.ts', `import { a } from '../main/intake/a.ts'`, true],
  ['product-knows-no-demo', 'main/compose.ts', `const site = await import('../demo/site.ts')`, true],
  ['electron-at-the-edge', 'main/conversations/a.ts', `import { app } from 'electron'`, true],
  ['electron-at-the-edge', 'main/desktop/window.ts', `import { BrowserWindow } from 'electron'`, false],
  ['identity-is-pure', 'main/identity/verify.ts', `import { readFileSync } from 'node:fs'`, true],
  ['identity-is-pure', 'main/identity/verify.ts', `import { keys } from '../keyring/keys.ts'`, true],
  ['identity-is-pure', 'main/identity/verify.ts', `import { createHmac } from 'node:crypto'`, false],
  ['intake-knows-only-envelopes', 'main/intake/server.ts', `import { verify } from '../identity/verify.ts'`, true],
  [
    'intake-knows-only-envelopes',
    'main/intake/server.ts',
    `import type { ConsolePort } from '../transport/port.ts'`,
    false,
  ],
  ['main-flows-one-way', 'main/storage/open.ts', `import { append } from '../journal/append.ts'`, true],
  ['main-flows-one-way', 'main/conversations/record.ts', `import { route } from '../ipc/router.ts'`, true],
  ['main-flows-one-way', 'main/conversations/record.ts', `import { append } from '../journal/append.ts'`, false],
  ['storage-stays-below', 'main/channels/a.ts', `import Database from 'better-sqlite3'`, true],
  ['storage-stays-below', 'main/channels/a.ts', `import type { Database } from 'better-sqlite3'`, false],
]

describe('layer rules', () => {
  test.each(cases)('%s: %s with %s → %s', (rule, file, source, broken) => {
    const names = findViolations(readImports(file, source)).map((violation) => violation.rule)
    expect(names.includes(rule)).toBe(broken)
  })

  test('every rule has a case that breaks it', () => {
    const covered = new Set(cases.filter(([, , , broken]) => broken).map(([rule]) => rule))
    expect(rules.map((rule) => rule.name).filter((name) => !covered.has(name))).toEqual([])
  })

  test('comments are not imports', () => {
    expect(readImports('shared/a.ts', `// import { a } from 'electron'\n/* import 'electron' */`)).toEqual([])
  })
})
