import type { JsonObject } from '../../../model/json';

/** A key is a word directly before `=` (an escaped one has a backslash there), at the start or behind a space; keys of vendors hold `_`, `.`, `-` and brackets too. */
const key = /(?:^|\s)([A-Za-z_][\w.[\]-]{0,127})=/g;
const reserved = new Set(['__proto__', 'constructor', 'prototype']);
const maxKeys = 500;

/**
 * Pairs of a CEF extension. A value runs to the last space before the next key, so it may hold spaces, quotes, commas and an
 * equals sign within a word (`?a=b`). Remnants such as ` - 0 ` and syslog's `#012` at the end of a value are cut off, `\=`, `\\`, `\n` and `\r`
 * read. Text without any pair comes back under `extension`.
 */
export function readCefExtension(text: string): JsonObject {
  const found = [...text.matchAll(key)];
  const fields: JsonObject = {};
  if (found.length === 0) return text === '' ? {} : { extension: text };
  const before = text.slice(0, found[0]!.index).trim();
  if (before !== '') fields.extension = before;
  found.slice(0, maxKeys).forEach((match, position) => {
    const name = match[1]!;
    const next = position === maxKeys - 1 ? undefined : found[position + 1];
    const value = text.slice(match.index + match[0].length, next?.index ?? text.length);
    if (!reserved.has(name) && fields[name] === undefined) fields[name] = clean(value);
  });
  return fields;
}

/** `cat='Link'` of some senders: the quotes are not part of the value. */
const quoted = /^(['"])([^'"]*)\1$/;

function clean(value: string): string {
  const text = withoutTail(value)
    .replace(/ - \d{1,3}$/, '')
    .trim();
  const bare = quoted.exec(text)?.[2] ?? text;
  return bare.replace(/\\([=\\|nr])/g, (_, character: string) =>
    character === 'n' ? '\n' : character === 'r' ? '\r' : character,
  );
}

/** Cuts off spaces and `#012` at the end: a loop, since such a pattern would take quadratic time on long runs of spaces. */
function withoutTail(value: string): string {
  let text = value.trimEnd();
  while (/#0\d\d$/.test(text.slice(-4))) text = text.slice(0, -4).trimEnd();
  return text;
}

const labelled = /^(c6a|cfp|cs|cn|deviceCustomDate|flexString|flexNumber|flexDate)(\d)Label$/;

/** Custom fields under their labels: `cs1=x cs1Label=Rule` gives `{Rule: 'x'}`. */
export function labelledFields(fields: JsonObject): JsonObject {
  const named: JsonObject = {};
  for (const name in fields) {
    const [, kind = '', number = ''] = labelled.exec(name) ?? [];
    const label = fields[name];
    const value = fields[`${kind}${number}`];
    if (kind === '' || typeof label !== 'string' || value === undefined) continue;
    if (label !== '' && !reserved.has(label) && fields[label] === undefined) named[label] = value;
  }
  return named;
}
