/** Files of `key value` or `key = value` lines with remarks after `#`, such as login.defs; the last one of a key counts. */
export function parseKeyValueLines(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .map((line) => /^\s*([A-Za-z][\w.-]*)(?:\s*=\s*|\s+|$)(.*)$/.exec(line.replace(/#.*$/, '')))
    .filter((match) => match !== null)
    .map(([, key, value]) => [key!, value!.trim()]);
  return Object.fromEntries(pairs);
}
