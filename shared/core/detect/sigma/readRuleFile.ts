import { type Document, isCollection, isNode, LineCounter, parseAllDocuments } from 'yaml';
import { RuleFault } from './ruleFault';
import { ruleTextFault } from './ruleTextFault';

/** One YAML document of a file. */
export interface RuleDocument {
  file: string;
  rule: unknown;
  /** Line (from 1) of the place that a path leads to, or of the nearest place around it. */
  lineOf?: (path: readonly (string | number)[]) => number;
}

/** Larger files, and aliases that unfold into more, are no rules. */
const maxCharacters = 4_000_000;
const maxAliases = 1000;
const maxDocuments = 10_000;

/** The documents of a file, and what cannot be read as YAML, each with its line. A file may hold several (`---`). */
export function readRuleFile(file: string, text: string): { documents: RuleDocument[]; rejected: RuleFault[] } {
  if (text.length > maxCharacters) return failed(file, `is longer than ${maxCharacters} characters`);
  const fault = ruleTextFault(text, maxDocuments);
  if (fault !== undefined) return { documents: [], rejected: [new RuleFault(`${file}:${fault}`)] };
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const documents: RuleDocument[] = [];
  const rejected: RuleFault[] = [];
  for (const document of parsed) {
    const lineAt = (offset: number) => lines.linePos(offset).line;
    const [error] = document.errors;
    if (error !== undefined) {
      rejected.push(new RuleFault(`${file}:${lineAt(error.pos[0])}: ${error.message}`));
      continue;
    }
    try {
      const rule: unknown = document.toJS({ maxAliasCount: maxAliases });
      if (isEndless(rule)) throw new ReferenceError('An alias stands within what it refers to');
      if (rule !== null) documents.push({ file, rule, lineOf: (path) => lineAt(offsetOf(document, path)) });
    } catch (cause) {
      if (!(cause instanceof ReferenceError)) throw cause;
      rejected.push(new RuleFault(`${file}:${lineAt(offsetOf(document, []))}: ${cause.message}`, [], { cause }));
    }
  }
  return documents.length + rejected.length === 0 ? failed(file, 'holds no rule') : { documents, rejected };
}

const failed = (file: string, reason: string) => ({ documents: [], rejected: [new RuleFault(`${file}: ${reason}`)] });

/** Where the deepest member on the way begins. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    if (!isCollection(parent)) continue;
    const name = path[depth - 1];
    const pair = parent.items.find((item) => isPairOf(item, name));
    const node: unknown = pair === undefined ? parent.get(name, true) : (pair as { key: unknown }).key;
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** Whether a value holds itself. */
function isEndless(value: unknown, around: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return around.includes(value) || Object.values(value).some((inner) => isEndless(inner, [...around, value]));
}

const isPairOf = (item: unknown, name: unknown): boolean =>
  typeof item === 'object' && item !== null && 'key' in item && isNode(item.key) && String(item.key) === String(name);
