import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import type { Import } from './layer-rules.ts'

const statement =
  /(?:^|[;\n])\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** Reads the import and re-export statements of one file's text. Dynamic imports of a literal count too. */
export function readImports(file: string, text: string): Import[] {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  return [...withoutComments.matchAll(statement)].map((match) => {
    const specifier = match[3] ?? match[4] ?? ''
    return { file, target: resolve(file, specifier), typeOnly: match[2] !== undefined }
  })
}

/** Reads all the given files of the project at `root`. */
export function readAllImports(root: string, files: string[]): Import[] {
  return files.flatMap((file) => readImports(file, readFileSync(join(root, file), 'utf8')))
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier))
  return specifier
}
