/**
 * Makes a value at its first use and keeps it: for tables and patterns that cost milliseconds and that most threads and
 * starts never ask for.
 */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
