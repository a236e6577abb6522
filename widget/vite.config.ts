import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/** One small script that a site embeds: `out/widget/widget.js`. */
export default defineConfig({
  root,
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('../out/widget', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    sourcemap: false,
    reportCompressedSize: true,
    lib: { entry: `${root}index.ts`, formats: ['iife'], name: 'bonafideWidget', fileName: () => 'widget.js' },
  },
})
