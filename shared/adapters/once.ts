/** Makes a value on first use and keeps it: SDK clients cost 100 to 250 ms to load. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
