import type { StatefulDetector } from '../detector';
import { type CompiledRule, compileRule } from './compileRule';
import { compileCorrelation, parseCorrelation, type Referable } from './correlation/compileCorrelation';
import type { Correlation } from './correlation/correlationSchema';
import type { ItemContext } from './detectionItem';
import { applyFilter, compileFilter } from './filter';
import type { RuleDocument } from './readRuleFile';
import { inFile, RuleFault } from './ruleFault';
import { weightLimits, weightOf } from './ruleWeight';
import { Rejected } from '../../../model/rejected';

export interface RuleSet {
  /** Rules that raise alerts of their own. */
  rules: CompiledRule[];
  correlations: StatefulDetector[];
  /** What is not used, with its file, line where known, and reason. */
  rejected: RejectedRule[];
}

/** A fault with the document that has it. */
export interface RejectedRule {
  document: RuleDocument;
  message: string;
}

const rulesOfFilter = ['filter', 'rules'];

type Numbered<T> = { document: RuleDocument; value: T };

/**
 * Compiles rules, the filters that narrow them and the correlations over them. What is faulty is left out with its reason and
 * affects no other, but for correlations that name it.
 */
export function compileRuleSet(documents: readonly RuleDocument[], context: ItemContext = {}): RuleSet {
  const rejected: RejectedRule[] = [];
  const attempt = <T>(document: RuleDocument, work: () => T): Numbered<T>[] => {
    try {
      return [{ document, value: work() }];
    } catch (error) {
      rejected.push({ document, message: placed(document, error) });
      return [];
    }
  };
  let room: number = weightLimits.all;
  const takeRoom = (detection: unknown): void => {
    const weight = weightOf(detection);
    if (weight > room) {
      throw new RuleFault(`all rules together unfold into more than ${weightLimits.all} patterns: leave some out`);
    }
    room -= weight;
  };
  const ofKind = (kind: Kind) => documents.filter(({ rule }) => kindOf(rule) === kind);

  const unfiltered = ofKind('rule').flatMap((document) =>
    attempt(document, () => {
      const compiled = compileRule(document.rule, document.file, context);
      if (compiled instanceof Rejected) throw compiled;
      takeRoom((document.rule as { detection: unknown }).detection);
      return compiled;
    }),
  );
  const names = new Set(unfiltered.flatMap(({ value }) => [value.rule.id, value.name?.toLowerCase()]));
  const filters = ofKind('filter').flatMap((document) =>
    attempt(document, () => {
      const filter = compileFilter(document.rule, context);
      takeRoom((document.rule as { filter: unknown }).filter);
      if (filter.rules === undefined || filter.rules.some((name) => names.has(name))) return filter;
      throw new RuleFault(
        `names "${filter.rules.join('", "')}", and there is no rule of that id or name`,
        rulesOfFilter,
      );
    }),
  );
  const rules = unfiltered.map(({ document, value }) => ({
    document,
    value: filters.reduce((rule, filter) => applyFilter(rule, filter.value), value),
  }));
  const parsed = ofKind('correlation').flatMap((document) => attempt(document, () => parseCorrelation(document.rule)));
  const known: Referable = {
    rules: named(rules.map(({ value }) => [value, value.rule.id, value.name])),
    correlations: named(parsed.map(({ value }) => [value, value.id, value.name])),
  };
  const silent = silentRules(
    parsed.map(({ value }) => value),
    known,
  );
  const correlations = parsed.flatMap(({ document, value }) => {
    const compiled = attempt(document, () => compileCorrelation(value, known));
    return isSilent(value, parsed, known) ? [] : compiled;
  });
  return {
    rules: rules.map(({ value }) => value).filter((rule) => !silent.has(rule)),
    correlations: correlations.map(({ value }) => value),
    rejected,
  };
}

type Kind = 'rule' | 'correlation' | 'filter';

function kindOf(rule: unknown): Kind {
  if (typeof rule !== 'object' || rule === null) return 'rule';
  if ('correlation' in rule) return 'correlation';
  return 'filter' in rule ? 'filter' : 'rule';
}

/** `file:line: reason`, or `file: reason` when nothing is known of lines. */
function placed({ file, lineOf }: RuleDocument, error: unknown): string {
  const { message, path } = inFile(file, error);
  const reason = message.replaceAll(`${file}: `, '');
  return lineOf === undefined ? `${file}: ${reason}` : `${file}:${lineOf(path)}: ${reason}`;
}

function named<T>(items: [T, string, string | undefined][]): Map<string, T> {
  return new Map(
    items.flatMap(([item, id, name]) => [id, name ?? id].map((key): [string, T] => [key.toLowerCase(), item])),
  );
}

/** Rules that only correlations ask for: those say whether they raise alerts besides. */
function silentRules(correlations: Correlation[], { rules }: Referable): Set<CompiledRule> {
  const referred = (generate: boolean) =>
    correlations
      .filter(({ correlation }) => correlation.generate === generate)
      .flatMap(({ correlation }) => correlation.rules.flatMap((name) => rules.get(name.toLowerCase()) ?? []));
  const silent = new Set(referred(false));
  for (const rule of referred(true)) silent.delete(rule);
  return silent;
}

function isSilent(correlation: Correlation, all: Numbered<Correlation>[], { rules, correlations }: Referable): boolean {
  const isMeant = (name: string) => !rules.has(name) && correlations.get(name) === correlation;
  const above = all.filter(({ value }) => value.correlation.rules.some((name) => isMeant(name.toLowerCase())));
  return above.length > 0 && above.every(({ value }) => !value.correlation.generate);
}
