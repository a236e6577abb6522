import type { PageApi } from '#shared/vendors/page.ts'

/** Lines before the script that keep the calls the page makes before it has come: one for each global. */
export function stubsOf({ calls }: PageApi): string {
  const names = [...new Set(calls.map(({ on }) => on[0] ?? ''))]
  return names.map((name) => stubOf(name, calls)).join('\n')
}

function stubOf(name: string, calls: PageApi['calls']): string {
  const paths = [...new Set(calls.map(({ on }) => on.join('.')))].filter((on) => on.split('.')[0] === name)
  if (paths.includes(name)) {
    return `window.${name} = window.${name} || function () { (window.${name}.q = window.${name}.q || []).push(arguments) };`
  }
  if (paths.every((path) => path === `${name}.push`)) return `window.${name} = window.${name} || [];`
  const root = `window.${name}`
  const lines = [`${root} = ${root} || {};`, `${root}.q = ${root}.q || [];`]
  for (const path of paths) {
    const steps = path.split('.').slice(1)
    for (let length = 1; length < steps.length; length += 1) {
      const at = [root, ...steps.slice(0, length)].join('.')
      lines.push(`${at} = ${at} || {};`)
    }
    const method = steps.join('.')
    lines.push(
      `${root}.${method} = ${root}.${method} || function () { ${root}.q.push(['${method}'].concat([].slice.call(arguments))) };`,
    )
  }
  return lines.join('\n')
}
