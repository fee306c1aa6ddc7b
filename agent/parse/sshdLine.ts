/** One directive of sshd_config(5): keyword in lower case, arguments without quotes. */
export interface SshdDirective {
  keyword: string;
  arguments: string[];
}

/** `Keyword value`, `Keyword=value`, `Keyword "a value" # remark`; undefined for empty lines and remarks. */
export function parseSshdLine(line: string): SshdDirective | undefined {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+|$)(.*)$/.exec(line.replace(/\r$/, ''));
  if (match === null) return undefined;
  return { keyword: match[1]!.toLowerCase(), arguments: splitArguments(match[2]!) };
}

function splitArguments(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
    if (match[2]?.startsWith('#')) break;
    found.push(match[1] ?? match[2]!);
  }
  return found;
}
