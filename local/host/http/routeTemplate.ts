import { satisfies } from './routeConstraint';

/** An ASP.NET route template, ready to match paths. */
export interface RouteTemplate {
  text: string;
  /** Route parameters of `path` (percent-encoded, without leading slash and query), or undefined when it does not match. */
  match: (path: string) => Record<string, string> | undefined;
}

interface Parameter {
  name: string;
  optional: boolean;
  catchAll: boolean;
  fallback: string | undefined;
  constraints: string[];
}

type Part = string | Parameter;

/** Cuts at `:` outside parentheses, since a regex constraint may hold colons. */
function splitConstraints(text: string): string[] {
  let depth = 0;
  const pieces = [''];
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ':' && depth === 0) pieces.push('');
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}

function parseParameter(text: string): Parameter {
  const [head = '', ...rest] = splitConstraints(text);
  const last = rest.at(-1) ?? head;
  const [, stem = '', fallback] = /^([^=]*)(?:=(.*))?$/s.exec(last) ?? [];
  const optional = stem.endsWith('?');
  const bare = optional ? stem.slice(0, -1) : stem;
  const constraints = rest.length === 0 ? [] : [...rest.slice(0, -1), bare];
  const named = rest.length === 0 ? bare : head;
  const name = named.replace(/^\*+/, '');
  if (!/^[\w-]+$/.test(name)) throw new Error(`"{${text}}" is no route parameter`);
  constraints.forEach((constraint) => satisfies('', constraint));
  return { name, optional, catchAll: named.startsWith('*'), fallback, constraints };
}

function parseSegment(segment: string): Part[] {
  const parts = segment.match(/\{(?:[^{}]|\{\{|\}\})*\}|[^{}]+/g) ?? [];
  return parts.map((part) => (part.startsWith('{') ? parseParameter(part.slice(1, -1)) : part));
}

const escape = (text: string): string => text.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&');

/** ASP.NET decodes the path before it matches, but leaves an encoded slash alone. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/%2f/gi, '%252F'));
  } catch {
    return text;
  }
}

function segmentPattern(parts: Part[], first: boolean): string {
  const slash = first ? '' : '/';
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') {
    if (only.catchAll) return `(?:${slash}(.*))?`;
    if (only.optional || only.fallback !== undefined) return `(?:${slash}([^/]+))?`;
  }
  const body = parts.map((part) => (typeof part === 'string' ? escape(part) : '([^/]+?)')).join('');
  return `${slash}${body}`;
}

/** Compiles a template; matching ignores case. Throws when the template is wrong. */
export function routeTemplate(text: string): RouteTemplate {
  const segments = text
    .split('/')
    .filter((segment) => segment !== '')
    .map(parseSegment);
  const parameters = segments.flat().filter((part): part is Parameter => typeof part === 'object');
  const misplaced = segments
    .slice(0, -1)
    .flat()
    .some((part) => typeof part === 'object' && part.catchAll);
  if (misplaced) throw new Error(`route "${text}": a catch-all must come last`);
  const source = segments.map((parts, at) => segmentPattern(parts, at === 0)).join('');
  const catchesAll = parameters.at(-1)?.catchAll ?? false;
  const matcher = new RegExp(`^${source}${catchesAll ? '' : '/?'}$`, 'is');

  function match(path: string): Record<string, string> | undefined {
    const found = matcher.exec(decode(path));
    if (found === null) return undefined;
    const values: Record<string, string> = {};
    for (const [at, { name, fallback, constraints }] of parameters.entries()) {
      const value = found[at + 1] ?? fallback;
      if (value === undefined || value === '') continue;
      if (!constraints.every((constraint) => satisfies(value, constraint))) return undefined;
      values[name] = value;
    }
    return values;
  }
  return { text, match };
}

/** True when every path of `later` is already taken by `earlier`, so that `later` is never reached. */
export function covers(earlier: string, later: string): boolean {
  const [a, b] = [earlier, later].map((text) => text.split('/').filter((segment) => segment !== ''));
  for (const [at, own] of (a ?? []).entries()) {
    const other = b?.[at];
    if (/^\{\*+[\w-]+\}$/.test(own)) return true;
    if (other === undefined) return /^\{[\w-]+(?:\?|=.*)\}$/.test(own);
    const isFree = /^\{[\w-]+[?]?\}$/.test(own);
    const otherOptional = /^\{.*(?:\?|=.*)\}$/.test(other) || other.startsWith('{*');
    if (otherOptional && own.toLowerCase() !== other.toLowerCase()) return false;
    if (!isFree && own.toLowerCase() !== other.toLowerCase()) return false;
  }
  return (a ?? []).length === (b ?? []).length;
}
