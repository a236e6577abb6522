import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { prepareProfileFolder } from './profile-folder.ts'

test('a profile folder is made, or refused in one sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-profile-'))
  try {
    expect(prepareProfileFolder(join(folder, 'new', 'profile'))).toBeNull()
    writeFileSync(join(folder, 'file'), '')
    expect(prepareProfileFolder(join(folder, 'file'))).toMatch(/cannot write to its profile folder.*--profile=DIR/)
    expect(prepareProfileFolder(join(folder, 'file', 'below'))).toMatch(/--profile=DIR/)
    mkdirSync(join(folder, 'there'))
    expect(prepareProfileFolder(join(folder, 'there'))).toBeNull()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
