/** Ends a switch over a union: a member that is not handled does not compile, and at run time throws. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value of type ${typeof value}`)
}
