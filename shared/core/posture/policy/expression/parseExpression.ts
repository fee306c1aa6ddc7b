import { PolicyFault } from '../doubt';
import { fold } from '../fold';
import type { Expression } from './syntax';

/** Authoring limits of Azure Policy. */
const maxLength = 81_920;
const maxArguments = 128;
const maxNesting = 64;
/** Values nest no deeper while rules are evaluated. */
const maxSteps = 128;

const blank = /\s*/y;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** True for texts that are expressions: `[...]`, but not `[[...`, which is a text that begins with a bracket. */
export const isExpression = (text: string): boolean =>
  text.startsWith('[') && !text.startsWith('[[') && text.endsWith(']');

/** Reads the expression between the brackets of such a text. Throws PolicyFault that names where it ends to make sense. */
export function parseExpression(written: string): Expression {
  if (written.length > maxLength)
    throw new PolicyFault('limit-exceeded', `an expression of ${written.length} characters`);
  const text = written.slice(1, -1);
  let at = 0;
  const expression = readValue(0);
  skipBlank();
  if (at < text.length) throw fault();
  return expression;

  function fault(): PolicyFault {
    const near = text.slice(Math.max(0, at - 20), at + 20);
    return new PolicyFault('unsupported-syntax', `expression at ${at + 1}: ${near}`);
  }

  function skipBlank(): void {
    blank.lastIndex = at;
    blank.exec(text);
    at = blank.lastIndex;
  }

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function takeSign(sign: string): boolean {
    skipBlank();
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  }

  function readValue(depth: number): Expression {
    if (depth > maxNesting) throw new PolicyFault('limit-exceeded', `expressions nest deeper than ${maxNesting}`);
    let value = readPrimary(depth);
    for (let steps = 0; ; steps += 1) {
      if (steps > maxSteps) throw new PolicyFault('limit-exceeded', `more than ${maxSteps} steps into a value`);
      if (takeSign('.')) {
        skipBlank();
        const key = take(name);
        if (key === undefined) throw fault();
        value = { kind: 'member', of: value, key: fold(key) };
      } else if (takeSign('[')) {
        const index = readValue(depth + 1);
        if (!takeSign(']')) throw fault();
        value = { kind: 'index', of: value, index };
      } else {
        return value;
      }
    }
  }

  function readPrimary(depth: number): Expression {
    skipBlank();
    if (text[at] === "'") return { kind: 'literal', value: readText() };
    const digits = take(number);
    if (digits !== undefined) return { kind: 'literal', value: Number(digits) };
    const written = take(name);
    if (written === undefined) throw fault();
    const called = fold(written);
    if (takeSign('(')) return { kind: 'call', name: called, written, args: readArguments(depth) };
    if (called === 'true' || called === 'false') return { kind: 'literal', value: called === 'true' };
    if (called === 'null') return { kind: 'literal', value: null };
    if (takeSign('.')) return readUserCall(written, depth);
    throw fault();
  }

  /** `namespace.name(...)`: a function that a template defines itself. */
  function readUserCall(namespace: string, depth: number): Expression {
    const last = take(name);
    if (last === undefined || !takeSign('(')) throw fault();
    const written = `${namespace}.${last}`;
    return { kind: 'call', name: fold(written), written, args: readArguments(depth) };
  }

  function readArguments(depth: number): Expression[] {
    const args: Expression[] = [];
    if (takeSign(')')) return args;
    do args.push(readValue(depth + 1));
    while (takeSign(','));
    if (!takeSign(')')) throw fault();
    if (args.length > maxArguments) throw new PolicyFault('limit-exceeded', `${args.length} arguments`);
    return args;
  }

  /** A quote within the text is doubled. */
  function readText(): string {
    let value = '';
    for (let from = at + 1; ;) {
      const end = text.indexOf("'", from);
      if (end < 0) throw fault();
      value += text.slice(from, end);
      at = end + 1;
      if (text[at] !== "'") return value;
      value += "'";
      from = at + 1;
    }
  }
}
