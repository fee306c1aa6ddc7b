/**
 * Rejects when `promise` takes longer than `limit` milliseconds (undefined: no limit). The work itself cannot be ended: it goes on
 * unseen, where Azure would restart the worker.
 */
export async function withTimeout<T>(promise: Promise<T>, limit: number | undefined, name: string): Promise<T> {
  if (limit === undefined) return promise;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = (): void => reject(new Error(`Timeout value of ${limit} ms exceeded by function: ${name}`));
    timer = setTimeout(late, Math.min(limit, 2 ** 31 - 1));
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
