import type { Slice, TableCursor } from '../../../model/logReader';

const minute = 60_000;
const firstSliceMs = 5 * minute;
const longestSliceMs = 60 * minute;
/** What was ingested just now mostly is not visible yet: reading it only means reading it twice. */
const freshMs = minute;
const maxOpen = 60;

/** An instant as the cursor keeps it: ISO with milliseconds. Log Analytics keeps 100 ns, which a half-open slice does not need. */
const iso = (ms: number): string => new Date(ms).toISOString();
const lengthOf = ({ from, to }: Slice): number => Date.parse(to) - Date.parse(from);

export const startTable = (since: string): TableCursor => ({
  kind: 'table',
  next: iso(Date.parse(since)),
  sliceMs: firstSliceMs,
  open: [],
});

/** What to read next, or undefined when all that should be visible was read. */
export function nextSlice({ next, sliceMs }: TableCursor, now: Date): Slice | undefined {
  const from = Date.parse(next);
  const to = Math.min(from + sliceMs, now.getTime() - freshMs);
  return to > from ? { from: iso(from), to: iso(to) } : undefined;
}

/**
 * A slice (or its first part) was read by a query begun at `askedAt` and all its rows were sent. It stays open while rows may
 * still become visible in it. `roomy`: a longer slice would have been no trouble.
 */
export function afterRead(
  cursor: TableCursor,
  { from, to, rows }: Slice & { rows: number },
  { askedAt, lateMs, roomy }: { askedAt: Date; lateMs: number; roomy: boolean },
): TableCursor {
  const length = lengthOf({ from, to });
  const isSettled = Date.parse(to) + lateMs <= askedAt.getTime();
  const open = isSettled ? cursor.open : merged([...cursor.open, { from, to, rows }]);
  const wanted = roomy ? Math.max(cursor.sliceMs, Math.min(cursor.sliceMs * 2, longestSliceMs)) : length;
  return { kind: 'table', next: to, sliceMs: Math.max(1, wanted), open };
}

/** Open slices were looked at again by a query begun at `askedAt`: `held` says how many rows each holds, all of them sent. */
export function afterLook(
  cursor: TableCursor,
  held: readonly number[],
  { askedAt, lateMs }: { askedAt: Date; lateMs: number },
): TableCursor {
  const open = cursor.open
    .map((slice, at) => ({ ...slice, rows: held[at]! }))
    .filter(({ to }) => Date.parse(to) + lateMs > askedAt.getTime());
  return { ...cursor, open };
}

/** Both halves of a slice, or undefined when it cannot be shorter. */
export function halves({ from, to }: Slice): [Slice, Slice] | undefined {
  const middle = Date.parse(from) + Math.floor(lengthOf({ from, to }) / 2);
  if (middle <= Date.parse(from)) return undefined;
  return [
    { from, to: iso(middle) },
    { from: iso(middle), to },
  ];
}

/** Neighbours become one when there are many: one query looks at all of them. */
function merged(open: TableCursor['open']): TableCursor['open'] {
  if (open.length <= maxOpen) return open;
  const pairs: TableCursor['open'] = [];
  for (let at = 0; at < open.length; at += 2) {
    const [one, other] = [open[at]!, open[at + 1]];
    pairs.push(other ? { from: one.from, to: other.to, rows: one.rows + other.rows } : one);
  }
  return pairs;
}
