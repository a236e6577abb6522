/**
 * Which folder may import from which (docs/architecture.md). Each rule has a name, and a violation names it.
 */
export interface Import {
  /** Path of the importing file from the project's root, with forward slashes. */
  file: string
  /** What is imported: a path from the root for our own files, the bare specifier for a package. */
  target: string
  /** `import type` vanishes when built; it may cross where a value may not only if a rule says so. */
  typeOnly: boolean
}

export interface Violation {
  rule: string
  file: string
  target: string
  why: string
}

interface Rule {
  name: string
  why: string
  forbids: (found: Import) => boolean
}

const inside = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)
const isPackage = (target: string): boolean =>
  !/^(shared|main|renderer|preload|widget|e2e|demo|bench|scripts|electron\.vite)/.test(target)
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || /\/(testing|vectors)\//.test(file)

/** Left may import right; a module may also import what stands in its own place. */
const mainLayers: string[][] = [
  ['ipc', 'desktop'],
  ['live', 'insights', 'review', 'replies', 'conversations', 'channels', 'operators', 'workspace'],
  ['identity', 'keyring', 'journal'],
  ['storage'],
]
const mainModule = (path: string): string | null => /^main\/([^/]+)\//.exec(path)?.[1] ?? null
const layerOf = (module: string | null): number =>
  mainLayers.findIndex((layer) => module !== null && layer.includes(module))

const mayImportElectron = (file: string): boolean =>
  inside(file, 'main/desktop') ||
  inside(file, 'preload') ||
  inside(file, 'e2e') ||
  file === 'main/index.ts' ||
  file === 'main/ipc/router.ts' ||
  file === 'main/keyring/seal.ts'

export const rules: Rule[] = [
  {
    name: 'shared-is-pure',
    why: 'shared/ imports only shared/ and zod, so that it runs anywhere',
    forbids: ({ file, target }) =>
      inside(file, 'shared') && !isTest(file) && !inside(target, 'shared') && target !== 'zod',
  },
  {
    name: 'renderer-knows-only-shared',
    why: 'renderer/ reaches the main process through the contract alone',
    forbids: ({ file, target }) =>
      inside(file, 'renderer') && !isPackage(target) && !inside(target, 'renderer') && !inside(target, 'shared'),
  },
  {
    name: 'renderer-has-no-node',
    why: 'the window is sandboxed: no Node and no Electron in it',
    forbids: ({ file, target }) =>
      inside(file, 'renderer') && !file.endsWith('.config.ts') && (target.startsWith('node:') || target === 'electron'),
  },
  {
    name: 'preload-is-names-only',
    why: 'preload/ imports only shared/contract names and electron',
    forbids: ({ file, target, typeOnly }) =>
      inside(file, 'preload') &&
      !isTest(file) &&
      !typeOnly &&
      target !== 'electron' &&
      !inside(target, 'preload') &&
      target !== 'shared/contract/names.ts',
  },
  {
    name: 'widget-stands-alone',
    why: "the visitor's script carries nothing but itself and shared types",
    forbids: ({ file, target }) =>
      inside(file, 'widget') &&
      !isTest(file) &&
      !isPackage(target) &&
      !inside(target, 'widget') &&
      !inside(target, 'shared'),
  },
  {
    name: 'product-knows-no-demo',
    why: 'demo/, e2e/, bench/ and scripts/ use the product, never the other way round',
    forbids: ({ file, target }) =>
      ['main', 'renderer', 'preload', 'widget', 'shared'].some((folder) => inside(file, folder)) &&
      !isTest(file) &&
      ['demo', 'e2e', 'bench', 'scripts'].some((folder) => inside(target, folder)),
  },
  {
    name: 'electron-at-the-edge',
    why: 'only main/desktop, main/ipc/router.ts, main/keyring/seal.ts, main/index.ts and preload import electron',
    forbids: ({ file, target }) => target === 'electron' && !mayImportElectron(file),
  },
  {
    name: 'identity-is-pure',
    why: 'the engine imports nothing from main/ outside itself, and no file, socket or process',
    forbids: ({ file, target }) =>
      inside(file, 'main/identity') &&
      !isTest(file) &&
      ((inside(target, 'main') && !inside(target, 'main/identity')) ||
        /^node:(fs|net|http|https|child_process|worker_threads|os|process)/.test(target)),
  },
  {
    name: 'intake-knows-only-envelopes',
    why: 'intake and transport know the envelope and nothing of keys, verdicts or storage',
    forbids: ({ file, target }) =>
      (inside(file, 'main/intake') || inside(file, 'main/transport')) &&
      !isTest(file) &&
      inside(target, 'main') &&
      !inside(target, 'main/intake') &&
      !inside(target, 'main/transport') &&
      target !== 'main/clock.ts',
  },
  {
    name: 'main-flows-one-way',
    why: 'inside main/: index → compose → ipc → areas → identity, keyring, journal → storage',
    forbids: ({ file, target, typeOnly }) => {
      if (isTest(file) || !inside(file, 'main') || !inside(target, 'main')) return false
      const from = layerOf(mainModule(file))
      if (from === -1) return false
      if (target === 'main/clock.ts' || target === 'main/new-id.ts' || inside(target, 'main/transport')) return false
      // The worker's operation types give the store its shape; as types they vanish when built.
      if (target === 'main/database-worker.ts') return !typeOnly
      const to = layerOf(mainModule(target))
      return to === -1 || to < from
    },
  },
  {
    name: 'storage-stays-below',
    why: 'SQL stands in stored/ folders, storage/ and journal/; only they and tests import better-sqlite3 as a value',
    forbids: ({ file, target, typeOnly }) =>
      target === 'better-sqlite3' &&
      !typeOnly &&
      !isTest(file) &&
      inside(file, 'main') &&
      !inside(file, 'main/storage') &&
      !inside(file, 'main/journal') &&
      !inside(file, 'main/cli'),
  },
]

/** Judges every import against every rule. */
export function findViolations(imports: Import[]): Violation[] {
  return imports.flatMap((found) =>
    rules
      .filter((rule) => rule.forbids(found))
      .map((rule) => ({ rule: rule.name, file: found.file, target: found.target, why: rule.why })),
  )
}
