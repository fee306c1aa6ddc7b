/** Sums up the summaries that the flows log, `<word> {json}`, over all invocations since the start. */
export interface Tally {
  read(message: string): void;
  sums(word: string): Record<string, number>;
}

export function createTally(): Tally {
  const words = new Map<string, Record<string, number>>();
  return {
    read(message) {
      const found = /^(\w+) (\{.*\})$/.exec(message);
      if (!found) return;
      const sums = words.get(found[1]!) ?? {};
      for (const [name, value] of Object.entries(JSON.parse(found[2]!) as Record<string, unknown>)) {
        if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
      }
      words.set(found[1]!, sums);
    },
    sums: (word) => words.get(word) ?? {},
  };
}
