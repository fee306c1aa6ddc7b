/**
 * Runs `act` on every item, at most `width` at a time. After the first error nothing new begins; it is thrown when the running
 * ones are done, so that a retry never meets what a former attempt left behind at work.
 */
export async function eachOf<T>(items: readonly T[], width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const failures: unknown[] = [];
  const lane = async () => {
    while (next < items.length && failures.length === 0) {
      try {
        await act(items[next++]!);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
}
