import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Builds the widget into `folder` and answers the path of its script. The same as
 * `npx vite build -c widget/vite.config.ts`, which builds into `out/widget`.
 */
export async function buildWidget(folder: string): Promise<string> {
  const configFile = fileURLToPath(new URL('../../../widget/vite.config.ts', import.meta.url))
  await build({ configFile, logLevel: 'error', build: { outDir: folder } })
  return join(folder, 'widget.js')
}
