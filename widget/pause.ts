/** How long to wait after the desk refused something for now: longer each time, until something goes well. */
export function createPause(random: () => number) {
  let pauses = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    isOn: () => timer !== undefined,
    /** Waits, and then does it. Whatever was waited for before is no longer done. */
    take(then: () => void): void {
      clearTimeout(timer)
      const wait = Math.min(30_000, 500 * 2 ** pauses) * (0.5 + random() / 2)
      pauses = Math.min(pauses + 1, 10)
      timer = setTimeout(() => {
        timer = undefined
        then()
      }, wait)
    },
    /** Something went well: the next wait is a short one. */
    wentWell(): void {
      pauses = 0
    },
    end(): void {
      pauses = 0
      clearTimeout(timer)
      timer = undefined
    },
  }
}
