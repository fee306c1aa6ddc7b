/** Runs `act` on every item, at most `width` at a time. The first error ends it once the running ones are done. */
export async function eachOf<T>(items: readonly T[], width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await act(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
