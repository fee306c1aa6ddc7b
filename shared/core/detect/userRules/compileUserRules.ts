import type { StatefulDetector } from '../detector';
import type { CompiledRule } from '../sigma/compileRule';
import type { ItemContext } from '../sigma/detectionItem';
import type { RuleDocument } from '../sigma/readRuleFile';
import { withId } from '../sigma/ruleId';
import { compileRuleSet, type RuleSet } from '../sigma/ruleSet';
import { type ParsedRuleFile, reasonOf } from './parseRuleFile';
import type { RuleFileRow, RuleKind } from './ruleFileRow';

export interface UserRuleContext extends ItemContext {
  /** Ids (lower case) that shipped detections have. */
  taken?: ReadonlySet<string>;
}

export interface UserRuleSet {
  rules: CompiledRule[];
  correlations: StatefulDetector[];
  /** In the order given. */
  files: RuleFileRow[];
}

interface Fault {
  document: RuleDocument;
  message: string;
}

/**
 * Compiles the rules of all files together: a correlation may name rules of other files, and a filter narrows them. What is wrong
 * with one is told with its file and affects no other. Of two rules with one id, the one in the first file is used. Never throws.
 */
export function compileUserRules(files: readonly ParsedRuleFile[], context: UserRuleContext = {}): UserRuleSet {
  const documents = files.flatMap((file) => file.documents);
  const repeated = repeatedIds(documents, context.taken ?? new Set());
  const wrong = new Set(repeated.map(({ document }) => document));
  const { set, broken } = compiled(
    documents.filter((document) => !wrong.has(document)),
    context,
  );
  const faults = [...repeated, ...broken, ...set.rejected];
  return { rules: set.rules, correlations: set.correlations, files: files.map((file) => rowOf(file, faults)) };
}

/** Alerts, baselines and switches go by the id: no two rules may share one. */
function repeatedIds(documents: readonly RuleDocument[], taken: ReadonlySet<string>): Fault[] {
  const fileOf = new Map<string, string>();
  return documents.flatMap((document): Fault[] => {
    const id = idOf(document.rule);
    if (id === '') return [];
    const { file, lineOf } = document;
    const owner = taken.has(id) ? 'a detection that is shipped' : fileOf.get(id);
    if (owner !== undefined) {
      const reason = `has the id of ${owner}: give it one of its own`;
      return [{ document, message: `${file}:${lineOf?.(['id']) ?? 1}: ${reason}` }];
    }
    fileOf.set(id, `another rule, in ${file}`);
    return [];
  });
}

/** The compiler throws for nothing that it knows to be wrong. Should it throw for something else, whatever brought it to that is left out. */
function compiled(documents: readonly RuleDocument[], context: ItemContext): { set: RuleSet; broken: Fault[] } {
  try {
    return { set: compileRuleSet(documents, context), broken: [] };
  } catch {
    const broken = documents.flatMap((document): Fault[] => {
      try {
        compileRuleSet([document], context);
        return [];
      } catch (error) {
        return [{ document, message: `${document.file}: cannot be compiled: ${reasonOf(error)}` }];
      }
    });
    if (broken.length === 0) return { set: empty, broken: documents.map(onlyTogether) };
    const left = new Set(broken.map(({ document }) => document));
    const rest = compiled(
      documents.filter((document) => !left.has(document)),
      context,
    );
    return { set: rest.set, broken: [...broken, ...rest.broken] };
  }
}

const empty: RuleSet = { rules: [], correlations: [], rejected: [] };
const onlyTogether = (document: RuleDocument): Fault => ({
  document,
  message: `${document.file}: cannot be compiled together with the other rules`,
});

function rowOf({ name, documents, faults }: ParsedRuleFile, all: readonly Fault[]): RuleFileRow {
  const own = all.filter(({ document }) => documents.includes(document));
  const rejected = new Set(own.map(({ document }) => document));
  const told = [...faults, ...own.map(({ message }) => message)];
  return {
    name,
    state: told.length === 0 ? 'compiled' : 'rejected',
    rules: documents.map((document) => ({
      id: idOf(document.rule),
      title: textOf(document.rule, 'title').slice(0, 300),
      kind: kindOf(document.rule),
      state: rejected.has(document) ? 'rejected' : 'compiled',
    })),
    faults: told,
  };
}

export const idOf = (rule: unknown): string => textOf(withId(rule), 'id').toLowerCase();

function textOf(rule: unknown, member: string): string {
  const value = typeof rule === 'object' && rule !== null ? (rule as Record<string, unknown>)[member] : undefined;
  return typeof value === 'string' ? value : '';
}

function kindOf(rule: unknown): RuleKind {
  if (typeof rule !== 'object' || rule === null) return 'rule';
  if ('correlation' in rule) return 'correlation';
  return 'filter' in rule ? 'filter' : 'rule';
}
