import { useLayoutEffect } from 'react'
import type { Workspace } from '#shared/contract/requests.ts'

/** Puts theme and density on the document; `system` leaves the choice to the style sheet. */
export function useTheme(preferences: Workspace['preferences'] | undefined) {
  const theme = preferences?.theme ?? 'system'
  const density = preferences?.density ?? 'comfortable'
  useLayoutEffect(() => {
    const root = document.documentElement
    if (theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
    root.dataset.density = density
  }, [theme, density])
}
