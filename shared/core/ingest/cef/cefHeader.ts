/** The seven parts of a CEF header, and what stands around it. */
export interface CefHeader {
  /** Text before `CEF:`, usually a syslog header. */
  prefix: string;
  version: string;
  vendor: string;
  product: string;
  deviceVersion: string;
  eventClassId: string;
  name: string;
  severity: string;
  extension: string;
}

const start = /(?:^|[\s:\]>"])CEF:\s?(\d{1,3}(?:\.\d)?)\|/;
/** How far into a line the header may begin: behind one or two syslog headers. */
const maxPrefix = 512;

export const isCef = (line: string): boolean => line.includes('CEF:') && start.test(line.slice(0, maxPrefix + 16));

/**
 * `CEF:Version|Vendor|Product|DeviceVersion|EventClassId|Name|Severity|extension` (ArcSight, Common Event Format), with `\|` and `\\` in
 * the header. A header that ends early leaves the rest of its parts empty.
 */
export function readCefHeader(line: string): CefHeader | undefined {
  const found = start.exec(line.slice(0, maxPrefix + 16));
  if (found === null) return undefined;
  const { parts, rest } = splitHeader(line, found.index + found[0].length);
  const [vendor = '', product = '', deviceVersion = '', eventClassId = '', name = '', severity = ''] = parts;
  const prefix = line.slice(0, found.index + found[0].indexOf('CEF:')).trim();
  return { prefix, version: found[1]!, vendor, product, deviceVersion, eventClassId, name, severity, extension: rest };
}

function splitHeader(line: string, from: number): { parts: string[]; rest: string } {
  const parts: string[] = [];
  let part = '';
  for (let at = from; at < line.length; at++) {
    const character = line[at]!;
    if (character === '\\' && (line[at + 1] === '|' || line[at + 1] === '\\')) part += line[++at]!;
    else if (character !== '|') part += character;
    else {
      parts.push(part.trim());
      part = '';
      if (parts.length === 6) return { parts, rest: line.slice(at + 1).trim() };
    }
  }
  return { parts: [...parts, part.trim()], rest: '' };
}

const words: Record<string, number> = { low: 3, medium: 6, high: 8, 'very-high': 10, 'very high': 10 };

/** 0-10 by number or word (Low 0-3, Medium 4-6, High 7-8, Very-High 9-10: the upper bound); undefined for Unknown and others. */
export function cefSeverity(text: string): number | undefined {
  const word = text.trim().toLowerCase();
  if (Object.hasOwn(words, word)) return words[word];
  const number = word === '' ? NaN : Number(word);
  return number >= 0 && number <= 10 ? number : undefined;
}
