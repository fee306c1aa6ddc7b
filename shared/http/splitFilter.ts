/** Cuts a `$filter` at a word outside of quotes. */
export function splitFilter(text: string, word: 'and' | 'or'): string[] {
  const parts: string[] = [];
  let [part, quoted] = ['', false];
  for (const token of text.split(/('|\s+)/)) {
    if (token === "'") quoted = !quoted;
    if (!quoted && token.toLowerCase() === word) {
      parts.push(part);
      part = '';
    } else part += token;
  }
  return [...parts, part].map((one) => one.trim());
}
