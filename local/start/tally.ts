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
      const summary = found ? numbersIn(found[2]!) : [];
      if (!found || summary.length === 0) return;
      const sums = words.get(found[1]!) ?? {};
      for (const [name, value] of summary) {
        sums[name] = (sums[name] ?? 0) + value;
      }
      words.set(found[1]!, sums);
    },
    sums: (word) => words.get(word) ?? {},
  };
}

/** None when the text only looks like JSON: any line may come by here. */
function numbersIn(text: string): [string, number][] {
  try {
    const members = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return members.filter((member): member is [string, number] => typeof member[1] === 'number');
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
