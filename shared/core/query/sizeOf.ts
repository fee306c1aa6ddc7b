import type { Value } from './value';

/** About how much memory values take, in characters: texts and names by their length, everything else a few. No recursion. */
export function sizeOf(values: readonly Value[]): number {
  let size = 0;
  const open: (Value | undefined)[] = [...values];
  while (open.length > 0) {
    const next = open.pop();
    size += 8;
    if (typeof next === 'string') size += next.length;
    else if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (typeof next === 'object' && next !== null && !(next instanceof Date))
      for (const name of Object.keys(next)) {
        size += name.length;
        open.push((next as Record<string, Value>)[name]);
      }
  }
  return size;
}
