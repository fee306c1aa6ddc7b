import type { Json } from '../../../../model/json';
import { expressionError } from '../doubt';
import type { Result } from '../frame';
import { lowerValue } from '../lowerKeys';
import { boundedText, ofTexts, type PureFunction } from './pureFunction';

const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;
const dataForm = /^data:([^,]*?)(;base64)?,(.*)$/is;

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

function decode(text: string): Result {
  if (!base64Form.test(text) || text.length % 4 !== 0) return expressionError('no base64');
  return boundedText(Buffer.from(text, 'base64').toString('utf8'));
}

function parseJson(text: string): Result {
  try {
    return lowerValue(JSON.parse(text) as Json);
  } catch (error) {
    return expressionError(`json(): ${(error as Error).message}`);
  }
}

function encodeComponent(text: string): Result {
  try {
    return boundedText(encodeURIComponent(text));
  } catch {
    return expressionError('uriComponent() of half a character');
  }
}

function decodeComponent(text: string): Result {
  try {
    return boundedText(decodeURIComponent(text));
  } catch {
    return expressionError('uriComponentToString() of no such text');
  }
}

function resolveUri(base: string, relative = ''): Result {
  return URL.canParse(relative, base) ? new URL(relative, base).href : expressionError('uri() of no address');
}

function decodeDataUri(text: string): Result {
  const [, , base64, data = ''] = dataForm.exec(text) ?? [];
  if (!dataForm.test(text)) return expressionError('dataUriToString() of no data URI');
  return base64 === undefined ? decodeComponent(data) : decode(data);
}

export const encoding: Record<string, PureFunction> = {
  base64: ofTexts(1, 1, (text) => boundedText(encode(text))),
  base64tostring: ofTexts(1, 1, decode),
  base64tojson: ofTexts(1, 1, (text) => {
    const decoded = decode(text);
    return typeof decoded === 'string' ? parseJson(decoded) : decoded;
  }),
  json: ofTexts(1, 1, parseJson),
  uri: ofTexts(2, 2, resolveUri),
  uricomponent: ofTexts(1, 1, encodeComponent),
  uricomponenttostring: ofTexts(1, 1, decodeComponent),
  datauri: ofTexts(1, 1, (text) => boundedText(`data:text/plain;charset=utf8;base64,${encode(text)}`)),
  datauritostring: ofTexts(1, 1, decodeDataUri),
};
