import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{main,shared,renderer,widget,preload,demo,bench,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: 'main/testing/bundle-database-worker.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: more workers only make real servers and browsers wait for each other.
    maxWorkers: 2,
    // Where the processor has protection keys, V8 of Node 24 sometimes aborts ("jit_page.has_value()") while threads
    // start and end in one process, as the database's do in every test (nodejs/node issue 64500).
    execArgv: ['--no-memory-protection-keys'],
  },
})
