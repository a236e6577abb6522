import { defineConfig } from '@playwright/test'

/** Needs `npm run build` first, and a Chromium (CHROMIUM_PATH, or where one usually is). */
export default defineConfig({
  testDir: '.',
  testMatch: ['specs/**/*.spec.ts', 'host/**/*.spec.ts', 'support/**/*.spec.ts'],
  // They measure, and want the machine for themselves: endurance.config.ts.
  testIgnore: ['**/*.endurance.spec.ts'],
  outputDir: '../test-results',
  // Each test starts real browsers and a real console; more at once only wait for each other.
  workers: 2,
  // By test, not by file: the last minutes are not those of one long file.
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
})
