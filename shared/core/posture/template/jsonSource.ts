import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Json } from '../../../model/json';
import { Rejected } from '../../../model/rejected';
import type { TemplatePath } from './templateResource';

/** Lines and columns count from 1. */
export interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
}

/** A JSON file with what stands where in it. */
export interface JsonSource {
  value: Json;
  /** Where a value stands; if there is no such, what is around it. */
  regionOf: (path: TemplatePath) => Region;
}

/** ARM's limit of a template is 4 MB. */
const maxLength = 4 * 1024 * 1024;
const maxDepth = 200;

const token = /"(?:[^"\\]|\\[^])*"|\/\/[^\n]*|\/\*[^]*?\*\/|\t/g;

/**
 * Reads JSON as ARM does: with comments, and texts over several lines. Throws Rejected for what is no JSON. Comments become
 * blanks, so that what is left stands where it stood.
 */
export function readJsonSource(text: string, file: string): JsonSource {
  if (text.length > maxLength) throw new Rejected('TemplateTooLarge', `${file} is larger than 4 MB, ARM's limit`);
  const plain = text
    .replace(/^\uFEFF/, ' ')
    .replaceAll(token, (found) => (found.startsWith('"') ? found : found.replaceAll(/[^\n]/g, ' ')));
  const value = parsed(
    plain.replaceAll(/"(?:[^"\\]|\\[^])*"/g, (found) => found.replaceAll(/\r?\n/g, '\\n').replaceAll('\t', '\\t')),
    file,
  );
  if (depthOf(value) > maxDepth) throw new Rejected('TemplateTooDeep', `${file} is nested deeper than ${maxDepth}`);
  // Positions are read when the first is asked for: a template without findings needs none.
  let read: { root: Node | null; lines: LineCounter } | undefined;
  const positions = () => {
    if (read) return read;
    const lines = new LineCounter();
    const document = parseDocument(plain, { lineCounter: lines, uniqueKeys: false, strict: false, logLevel: 'silent' });
    read = { root: document.contents, lines };
    return read;
  };
  return {
    value,
    regionOf(path) {
      const { root, lines } = positions();
      const range = nodeAt(root, path)?.range ?? [0, 0, 0];
      const [start, end] = [lines.linePos(range[0]), lines.linePos(Math.max(range[0], range[1] - 1))];
      return {
        startLine: Math.max(1, start.line),
        startColumn: Math.max(1, start.col),
        endLine: Math.max(1, end.line),
      };
    },
  };
}

function parsed(text: string, file: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new Rejected('InvalidJson', `${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

function depthOf(value: Json): number {
  let [level, depth] = [[value], 0];
  while (level.length > 0 && depth <= maxDepth) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? (Object.values(one) as Json[]) : []));
    depth += 1;
  }
  return depth;
}

function nodeAt(root: Node | null, path: TemplatePath): Node | null {
  let node = root;
  for (const key of path) {
    const next = childOf(node, key);
    if (!next) return node;
    node = next;
  }
  return node;
}

function childOf(node: Node | null, key: string | number): Node | undefined {
  if (isSeq(node)) return node.items[Number(key)] as Node | undefined;
  if (!isMap(node)) return undefined;
  const wanted = String(key).toLowerCase();
  const pair = node.items.findLast((one) => isScalar(one.key) && String(one.key.value).toLowerCase() === wanted);
  return (pair?.value as Node | null | undefined) ?? undefined;
}
