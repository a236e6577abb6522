import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The passphrase is nobody's but the operator's: Chromium is neither to offer to save it nor to remember what is typed. */
const keepNothing = {
  credentials_enable_service: false,
  credentials_enable_autosignin: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
}

/**
 * Writes into the window's Chromium profile what is to hold in it, before Chromium starts on it. Electron has no such
 * services. Everything else in the file is left as Chromium wrote it.
 */
export function writeWindowPreferences(profileFolder: string): void {
  const folder = join(profileFolder, 'Default')
  const file = join(folder, 'Preferences')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(merged(readObject(file), keepNothing)), { mode: 0o600 })
}

function readObject(file: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Not there yet, or not as Chromium writes it: it then begins anew, with these.
    return {}
  }
}

function merged(kept: Record<string, unknown>, wanted: Record<string, unknown>): Record<string, unknown> {
  const result = { ...kept }
  for (const [name, value] of Object.entries(wanted)) {
    result[name] = typeof value === 'object' ? merged(objectOf(kept[name]), objectOf(value)) : value
  }
  return result
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
