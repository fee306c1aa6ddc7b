/** Reads os-release(5): `KEY=value` lines with shell quoting. */
export function parseOsRelease(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .map((line) => /^\s*([A-Z][A-Z0-9_]*)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1]!, unquote(match[2]!.trim())]);
  return Object.fromEntries(pairs);
}

function unquote(value: string): string {
  const quoted = /^"(.*)"$/.exec(value) ?? /^'(.*)'$/.exec(value);
  return (quoted?.[1] ?? value).replace(/\\(["$`\\])/g, '$1');
}
