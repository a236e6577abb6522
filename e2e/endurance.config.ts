import { defineConfig } from '@playwright/test'
import usual from './playwright.config.ts'

/** The slow specs, which measure: one at a time, and with nothing else running beside them. */
export default defineConfig({ ...usual, testMatch: ['specs/**/*.endurance.spec.ts'], testIgnore: [], workers: 1 })
