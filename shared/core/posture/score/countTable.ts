/** Rows of counters by key: `{ 'a/one': { healthy: 1, unhealthy: 0 } }`. Rows of zeros are left out. */
export type CountTable<T> = Readonly<Record<string, T>>;

type Row<T> = { [K in keyof T]: number };

/** Adds `sign` times `more` into `into`; a row that becomes zero goes. */
export function addInto<T extends Row<T>>(into: Record<string, T>, more: CountTable<T>, sign: 1 | -1): void {
  for (const [key, row] of Object.entries(more)) {
    const sum = { ...into[key] } as Record<string, number>;
    for (const [name, count] of Object.entries<number>(row)) sum[name] = (sum[name] ?? 0) + sign * count;
    if (Object.values(sum).every((count) => count === 0)) delete into[key];
    else into[key] = sum as T;
  }
}

/** Keys of rows with a counter below zero. */
export const negativeKeys = <T extends Row<T>>(table: CountTable<T>): string[] =>
  Object.entries(table).flatMap(([key, row]) => (Object.values<number>(row).some((count) => count < 0) ? [key] : []));
