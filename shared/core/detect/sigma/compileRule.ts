import { z } from 'zod';
import { Rejected } from '../../../model/rejected';
import type { LogSource } from '../../../model/telemetryEvent';
import type { Rule } from '../detector';
import { compileCondition } from './compileCondition';
import { parseCondition, type Condition } from './condition';
import { ruleMetadata } from './ruleMetadata';
import { compileSelection, type Predicate } from './selection';
import { sigmaRuleSchema, type SigmaCases, type SigmaRule } from './sigmaRule';

/** A Sigma rule ready to run: closures are made once, nothing of the YAML is looked at per event. */
export interface CompiledRule {
  file: string;
  rule: Rule;
  logSource: LogSource;
  matches: Predicate;
  /** The single records behind a merged event are asked too, each for itself. */
  perRecord: boolean;
  /** Paths whose elements are asked instead of the event. */
  each: string[] | undefined;
  entity: string[];
  /** Fields that go into the alert. */
  fields: string[];
  cases: SigmaCases | undefined;
}

/** Compiles one parsed YAML document, or says what is wrong with it, naming the file. */
export function compileRule(raw: unknown, file: string): CompiledRule | Rejected {
  const parsed = sigmaRuleSchema.safeParse(raw);
  if (!parsed.success) return new Rejected('RuleInvalid', `${file}: ${z.prettifyError(parsed.error)}`);
  try {
    return compiled(parsed.data, file);
  } catch (error) {
    if (error instanceof Rejected) return new Rejected(error.code, `${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Compiles all documents; a faulty one affects no other. */
export function compileRules(documents: { file: string; rule: unknown }[]): {
  rules: CompiledRule[];
  rejected: Rejected[];
} {
  const results = documents.map(({ file, rule }) => compileRule(rule, file));
  return {
    rules: results.filter((result): result is CompiledRule => !(result instanceof Rejected)),
    rejected: results.filter((result) => result instanceof Rejected),
  };
}

function compiled(sigma: SigmaRule, file: string): CompiledRule {
  const { skywarden } = sigma;
  const logSource = logSourceOf(sigma);
  return {
    file,
    rule: ruleMetadata(sigma),
    logSource,
    matches: compileDetection(sigma.detection),
    perRecord: logSource.service === 'auditd',
    each: skywarden?.each?.map((path) => path.toLowerCase()),
    entity: skywarden?.entity ?? ['resourceId', 'host'],
    fields: sigma.fields ?? [],
    cases: skywarden?.cases,
  };
}

function logSourceOf({ logsource: { product, service, category } }: SigmaRule): LogSource {
  return {
    ...(product && { product: product.toLowerCase() }),
    ...(service && { service: service.toLowerCase() }),
    ...(category && { category: category.toLowerCase() }),
  };
}

function compileDetection({ condition, timeframe, ...selections }: SigmaRule['detection']): Predicate {
  if (timeframe !== undefined) {
    throw new Rejected('RuleInvalid', 'detection.timeframe: rules over time are written as correlation rules');
  }
  const names = Object.keys(selections);
  const parsed = [condition].flat().map((text) => parseCondition(text, names));
  const whole: Condition = parsed.length === 1 ? parsed[0]! : { kind: 'or', of: parsed };
  const predicates = new Map(names.map((name) => [name, compileSelection(name, selections[name])]));
  return compileCondition(whole, predicates);
}
