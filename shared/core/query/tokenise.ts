import { queryFault } from './queryFault';

export interface Token {
  kind: 'name' | 'number' | 'timespan' | 'datetime' | 'string' | 'symbol' | 'end';
  /** As written; of a string its value, of a datetime what its brackets hold. */
  text: string;
  /** Of a number or, in milliseconds, a timespan. */
  value: number;
  at: number;
  /** Offset behind it. */
  end: number;
}

const maxLength = 10_000;
const maxTokens = 3_000;

const milliseconds: Record<string, number> = {
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  seconds: 1_000,
  ms: 1,
};

const blank = /(?:\s+|\/\/[^\n]*)+/y;
const number = /(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([A-Za-z]*)/y;
/** `project-away` is one word of the language, and `in~`, `!in~` and their like carry their signs with them. */
const word =
  /project-away\b|in~|!(?:in~|in\b|contains_cs\b|contains\b|has\b|startswith\b|endswith\b|between\b)|[A-Za-z_]\w*/y;
/** What stands in these brackets has its own grammar: `datetime(2026-11-21 10:00)`. */
const datetime = /datetime\s*\(([^()\n]*)\)/y;
const symbol = /==|!=|=~|!~|<=|>=|\.\.|[|()[\],.=<>+\-*/%;$]/y;

/** Splits a query into tokens; the last one is `end`. Throws Rejected with the position of what is no token. */
export function tokenise(text: string): Token[] {
  if (text.length > maxLength) throw queryFault(text, maxLength, `a query has at most ${maxLength} characters.`);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const add = (kind: Token['kind'], content: string, end: number, value = 0): void => {
    tokens.push({ kind, text: content, value, at, end });
    at = end;
    if (tokens.length > maxTokens) throw queryFault(text, at, `a query has at most ${maxTokens} words and signs.`);
  };

  for (;;) {
    at += match(blank)?.[0].length ?? 0;
    if (at >= text.length) break;
    const quoted = readString(text, at);
    const digits = quoted ? null : match(number);
    const plain = quoted || digits ? null : (match(word) ?? match(symbol));
    const instant = quoted || digits ? null : match(datetime);
    if (quoted) add('string', quoted.value, quoted.end);
    else if (digits) addNumber(digits);
    else if (instant) add('datetime', instant[1]!.trim(), at + instant[0].length);
    else if (plain) add(/^[\w!]\w|^\w/.test(plain[0]) ? 'name' : 'symbol', plain[0], at + plain[0].length);
    else
      throw queryFault(
        text,
        at,
        `the character ${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))} means nothing here.`,
      );
  }
  add('end', '', text.length);
  return tokens;

  function addNumber([whole, digits, unit]: RegExpExecArray): void {
    const end = at + whole.length;
    if (unit === '') return add('number', whole, end, Number(digits));
    const scale = milliseconds[unit!];
    if (scale === undefined)
      throw queryFault(text, at, `"${whole}" is no number and no timespan (1d, 2h, 30m, 10s, 5ms).`);
    add('timespan', whole, end, Number(digits) * scale);
  }
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** `'..'` and `".."` with backslash escapes, `@'..'` and `@".."` as they stand with the quote doubled. */
function readString(text: string, start: number): { value: string; end: number } | undefined {
  const verbatim = text[start] === '@';
  const from = verbatim ? start + 1 : start;
  const quote = text[from];
  if (quote !== '"' && quote !== "'") return undefined;
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\n') break;
    if (character === quote) {
      if (!verbatim || text[at + 1] !== quote) return { value, end: at + 1 };
      at += 1;
    } else if (character === '\\' && !verbatim) {
      at += 1;
      const escape = readEscape(text, at);
      value += escape.value;
      at += escape.length - 1;
      continue;
    }
    value += character;
  }
  throw queryFault(text, start, 'this text is not closed: it needs the same quote at its end, on the same line.');
}

function readEscape(text: string, at: number): { value: string; length: number } {
  const code = /^u([0-9a-fA-F]{4})/.exec(text.slice(at, at + 5));
  if (code) return { value: String.fromCharCode(parseInt(code[1]!, 16)), length: 5 };
  const character = text[at] ?? '';
  return { value: escapes[character] ?? character, length: 1 };
}
