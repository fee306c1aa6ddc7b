import { z } from 'zod';
import type { LogSource } from '../../../model/telemetryEvent';
import type { Rule } from '../detector';
import { compileCondition } from './compileCondition';
import { parseCondition, type Condition } from './condition';
import { at, inFile, RuleFault } from './ruleFault';
import { withId } from './ruleId';
import { weightLimits, weightOf } from './ruleWeight';
import { ruleMetadata } from './ruleMetadata';
import type { Clues } from './clue';
import type { ItemContext } from './detectionItem';
import type { FieldNames } from './fieldReader';
import { logSourcePlan } from './logSourcePlan';
import { compileSelection } from './selection';
import { sigmaRuleSchema, type SigmaCases, type SigmaRule } from './sigmaRule';
import { allOf, type Predicate, type Test } from './test';

/** A Sigma rule ready to run: closures are made once, nothing of the YAML is looked at per event. */
export interface CompiledRule {
  file: string;
  /** What correlations and filters may call it, beside its id. */
  name: string | undefined;
  rule: Rule;
  logSource: LogSource;
  /** The events that are asked: those of any of these log sources. */
  events: LogSource[];
  matches: Predicate;
  /** An event without any of these does not match. */
  clues: Clues;
  /** The single records behind a merged event are asked too, each for itself. */
  perRecord: boolean;
  /** Paths whose elements are asked instead of the event. */
  each: string[] | undefined;
  entity: string[];
  /** Fields that go into the alert. */
  fields: string[];
  /** Names of the rule's fields in our records. */
  fieldNames: FieldNames;
  cases: SigmaCases | undefined;
}

/** Compiles one parsed YAML document, or says what is wrong with it, naming the file. */
export function compileRule(raw: unknown, file: string, context: ItemContext = {}): CompiledRule | RuleFault {
  try {
    return compiled(parseRule(raw), file, context);
  } catch (error) {
    return inFile(file, error);
  }
}

/** Compiles all documents; a faulty one affects no other. */
export function compileRules(
  documents: { file: string; rule: unknown }[],
  context: ItemContext = {},
): { rules: CompiledRule[]; rejected: RuleFault[] } {
  const results = documents.map(({ file, rule }) => compileRule(rule, file, context));
  return {
    rules: results.filter((result): result is CompiledRule => !(result instanceof RuleFault)),
    rejected: results.filter((result) => result instanceof RuleFault),
  };
}

function parseRule(raw: unknown): SigmaRule {
  if (typeof raw === 'object' && raw !== null && 'action' in raw) {
    throw new RuleFault('"action" is Sigma 1: write each rule out, or use a YAML anchor', ['action']);
  }
  const parsed = sigmaRuleSchema.safeParse(withId(raw));
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]!.path.filter((part) => typeof part !== 'symbol');
  throw new RuleFault(z.prettifyError(parsed.error), path);
}

function compiled(sigma: SigmaRule, file: string, context: ItemContext): CompiledRule {
  const { skywarden, name } = sigma;
  const logSource = lowerLogSource(sigma.logsource);
  const { events, where, fields } = logSourcePlan(logSource);
  const { holds, clues } = allOf([
    compileDetection(sigma.detection, { ...context, fields }, 'detection'),
    ...where.map((selection) => compileSelection('logsource', selection)),
  ]);
  return {
    file,
    name,
    rule: ruleMetadata(sigma),
    logSource,
    events,
    matches: holds,
    clues,
    perRecord: logSource.service === 'auditd',
    each: skywarden?.each?.map((path) => path.toLowerCase()),
    entity: skywarden?.entity ?? ['resourceId', 'host'],
    fields: sigma.fields ?? [],
    fieldNames: fields,
    cases: skywarden?.cases,
  };
}

export function lowerLogSource({ product, service, category }: Partial<SigmaRule['logsource']>): LogSource {
  return {
    ...(product && { product: product.toLowerCase() }),
    ...(service && { service: service.toLowerCase() }),
    ...(category && { category: category.toLowerCase() }),
  };
}

/** Selections and the condition over them; `key` is where they stand in the document. Throws RuleFault. */
export function compileDetection(
  { condition, timeframe, ...selections }: SigmaRule['detection'],
  context: ItemContext,
  key: string,
): Test {
  if (timeframe !== undefined) {
    throw new RuleFault(`${key}.timeframe: rules over time are written as correlation rules`, [key, 'timeframe']);
  }
  if (weightOf(selections) > weightLimits.rule) {
    throw new RuleFault(`${key} unfolds into more than ${weightLimits.rule} patterns: split the rule`, [key]);
  }
  const names = Object.keys(selections);
  const parsed = at([key, 'condition'], () => [condition].flat().map((text) => parseCondition(text, names)));
  const whole: Condition = parsed.length === 1 ? parsed[0]! : { kind: 'or', of: parsed };
  const tests = names.map((name): [string, Test] => [
    name,
    at([key, name], () => compileSelection(name, selections[name], context)),
  ]);
  return compileCondition(whole, new Map(tests));
}
