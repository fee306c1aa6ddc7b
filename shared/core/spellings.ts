/** Spellings are remembered up to this number and length: senders use some thousands, a flood of others must not fill the memory. */
const maxSpellings = 10_000;
const maxSpellingLength = 100;

/** The same function of a name, which each name is asked once. */
export function remembered<Value>(
  of: (spelling: string) => Value | undefined,
): (spelling: string) => Value | undefined {
  const known = new Map<string, Value | undefined>();
  return (spelling) => {
    const found = known.get(spelling);
    if (found !== undefined || known.has(spelling)) return found;
    const value = of(spelling);
    if (spelling.length > maxSpellingLength) return value;
    if (known.size >= maxSpellings) known.clear();
    known.set(spelling, value);
    return value;
  };
}

/** Values by a name in any case, from values by names in lower case; each spelling is put into lower case once. */
export const spellings = <Value>(ofName: ReadonlyMap<string, Value>): ((spelling: string) => Value | undefined) =>
  remembered((spelling) => ofName.get(spelling.toLowerCase()));
