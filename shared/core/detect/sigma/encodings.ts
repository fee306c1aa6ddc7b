import { Rejected } from '../../../model/rejected';
import type { Encoding } from './modifiers';
import { parseWildcards, type WildcardToken } from './wildcard';

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];
const maxVariants = 3125;
export const wordDash = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/u;

/** What a value may look like after its encodings: any of these patterns. Throws Rejected when it cannot be encoded. */
export function encodedPatterns(value: string, encodings: Encoding[]): WildcardToken[][] {
  const dashed = encodings.includes('windash') ? dashVariants(value) : [value];
  const binary = encodings.filter((encoding) => encoding !== 'windash');
  if (binary.length === 0) return dashed.map(parseWildcards);
  return dashed.flatMap((text) => encodedTexts(text, binary)).map((literal) => [{ literal }]);
}

/** Each `-` or `/` that begins a word becomes each of the dashes that Windows programs accept. */
function dashVariants(value: string): string[] {
  const parts = value.split(wordDash);
  if (dashes.length ** (parts.length - 1) > maxVariants) {
    throw new Rejected('RuleInvalid', `"${value}": windash allows ${maxVariants} variants at most`);
  }
  return parts
    .slice(1)
    .reduce((texts, part) => texts.flatMap((text) => dashes.map((dash) => `${text}${dash}${part}`)), [parts[0]!]);
}

/** What stands between two dashes, whichever they are: the longest part, undefined when that is short. */
export function dashlessPart(value: string): WildcardToken[] | undefined {
  const parts = value.split(wordDash).sort((a, b) => b.length - a.length);
  return parts[0]!.length < 4 ? undefined : parseWildcards(parts[0]!);
}

function encodedTexts(value: string, encodings: Encoding[]): string[] {
  const tokens = parseWildcards(value);
  const [only] = tokens;
  if (tokens.length !== 1 || typeof only !== 'object') {
    throw new Rejected('RuleInvalid', `"${value}": an encoded value is a text without wildcards`);
  }
  let bytes: Buffer[] = [Buffer.from(only.literal, 'utf8')];
  for (const encoding of encodings) bytes = bytes.flatMap((input) => encode(input, encoding));
  return bytes.map((output) => output.toString('latin1'));
}

function encode(input: Buffer, encoding: Encoding): Buffer[] {
  const wide = () => Buffer.from(input.toString('utf8'), 'utf16le');
  switch (encoding) {
    case 'wide':
    case 'utf16le':
      return [wide()];
    case 'utf16be':
      return [wide().swap16()];
    case 'utf16':
      return [Buffer.concat([Buffer.from([0xff, 0xfe]), wide()])];
    case 'base64':
      return [Buffer.from(input.toString('base64'))];
    case 'base64offset':
      return [0, 1, 2].map((offset) => base64At(input, offset));
    case 'windash':
      return [input];
  }
}

/** The part of the base64 text that does not depend on what stands before and after the value. */
function base64At(input: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), input]).toString('base64');
  const head = [0, 2, 3][offset]!;
  const tail = [0, 3, 2][(input.length + offset) % 3]!;
  return Buffer.from(text.slice(head, text.length - tail));
}
