import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The window on its own with in-memory data, to look at: `npx vite -c renderer/vite.preview.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  mode: 'preview',
  plugins: [react()],
  build: { emptyOutDir: true, target: 'chrome140', minify: false },
})
