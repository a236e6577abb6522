/** Milliseconds since 1970. Handed in wherever time matters, so that a test can hold it still. */
export type Clock = () => number
