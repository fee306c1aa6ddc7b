/** Senders decide how long a command line or a host name is; an alert must fit into a document and into an export message. */
const maxTextLength = 2_048;
const maxFacts = 60;

export const cutText = (text: string): string =>
  text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text;

/** Extended properties of a bounded number and length. */
export function boundedFacts(facts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts)
      .slice(0, maxFacts)
      .map(([name, text]) => [name, cutText(text)]),
  );
}

/** The same value with every text in it cut. */
export function cutTexts<T>(value: T): T {
  if (typeof value === 'string') return cutText(value) as T;
  if (Array.isArray(value)) return value.map((member: unknown) => cutTexts(member)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutTexts(member as unknown)])) as T;
}
