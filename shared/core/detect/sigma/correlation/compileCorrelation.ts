import { z } from 'zod';
import type { StatefulDetector } from '../../detector';
import type { CompiledRule } from '../compileRule';
import { at, RuleFault } from '../ruleFault';
import { withId } from '../ruleId';
import { ruleMetadata } from '../ruleMetadata';
import { createCorrelationDetector } from './correlationDetector';
import { type Bounds, type CorrelationNode, type Node, rulesBelow } from './correlationNode';
import { type Correlation, correlationSchema } from './correlationSchema';
import { maxValues } from './hits';

/** What correlations may name: rules and other correlations, each by its id and its name. */
export interface Referable {
  rules: ReadonlyMap<string, CompiledRule>;
  correlations: ReadonlyMap<string, Correlation>;
}

const maxDepth = 5;
const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Throws RuleFault. */
export function parseCorrelation(raw: unknown): Correlation {
  const parsed = correlationSchema.safeParse(withId(raw));
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]!.path.filter((part) => typeof part !== 'symbol');
  throw new RuleFault(z.prettifyError(parsed.error), path);
}

/** A correlation ready to run. Throws RuleFault when it names what is not there, or asks for what a stream cannot tell. */
export function compileCorrelation(correlation: Correlation, known: Referable): StatefulDetector {
  const node = nodeOf(correlation, known, 0);
  const [first] = rulesBelow(node);
  const { product } = first!.rule.logSource;
  const rule = {
    ...ruleMetadata({ ...correlation, logsource: { product } }),
    windowSeconds:
      correlation.skywarden?.windowSeconds ?? Math.max(60, Math.min(604_800, Math.ceil(node.spanMs / 1000))),
  };
  const { positive, negative } = correlation.skywarden?.cases ?? { positive: [], negative: [] };
  return createCorrelationDetector(node, rule, [
    ...positive.map((one) => ({ ...one, expect: [rule.alertType] })),
    ...negative.map((one) => ({ ...one, expect: [] })),
  ]);
}

function nodeOf({ id, correlation }: Correlation, known: Referable, depth: number): CorrelationNode {
  if (depth > maxDepth)
    throw fault('rules', `correlations name each other in a circle, or deeper than ${maxDepth} levels`);
  const { type, rules, aliases, condition = {} } = correlation;
  const groupBy = correlation['group-by'].map((name) => name.toLowerCase());
  const valueFields = (type === 'value_count' ? (condition.field ?? []) : []).map((name) => name.toLowerCase());
  if (type === 'value_count' && valueFields.length === 0) throw fault('condition', 'value_count needs a field');
  const foreign = Object.values(aliases)
    .flatMap((byRule) => Object.keys(byRule))
    .find((name) => !known.rules.has(name.toLowerCase()) && !known.correlations.has(name.toLowerCase()));
  if (foreign !== undefined) throw fault('aliases', `names "${foreign}", and there is no rule of that id or name`);
  const of = rules.map((reference) => at(['correlation', 'rules'], () => memberOf(reference, aliases, known, depth)));
  const node: CorrelationNode = {
    kind: 'correlation',
    id: id.toLowerCase(),
    type,
    of,
    groupBy,
    spanMs: spanMs(correlation.timespan),
    bounds: boundsOf(type, condition, of.length),
    valueFields,
  };
  checkGroups(node);
  return node;
}

function memberOf(
  reference: string,
  aliases: Correlation['correlation']['aliases'],
  known: Referable,
  depth: number,
): Node {
  const name = reference.toLowerCase();
  const rule = known.rules.get(name);
  if (rule !== undefined) {
    const fields = Object.entries(aliases).flatMap(([alias, byRule]): [string, string][] => {
      const own = Object.entries(byRule).find(([ruleName]) => known.rules.get(ruleName.toLowerCase()) === rule);
      return own === undefined ? [] : [[alias.toLowerCase(), own[1].toLowerCase()]];
    });
    return { kind: 'rule', id: rule.rule.id, rule, fields: new Map(fields) };
  }
  const correlation = known.correlations.get(name);
  if (correlation === undefined) throw new RuleFault(`names "${reference}", and there is no rule of that id or name`);
  return nodeOf(correlation, known, depth + 1);
}

/** What is below is remembered within the group above: each of its groups must belong to one of those. */
function checkGroups({ groupBy, of }: CorrelationNode): void {
  for (const member of of) {
    if (member.kind === 'rule') continue;
    const missing = groupBy.find((name) => !member.groupBy.includes(name));
    if (missing !== undefined) {
      throw fault('group-by', `groups by "${missing}", by which the correlation ${member.id} below it does not group`);
    }
  }
}

function boundsOf(
  type: CorrelationNode['type'],
  condition: NonNullable<Correlation['correlation']['condition']>,
  members: number,
): Bounds {
  const { gt, gte, lt, lte, eq } = condition;
  const least = eq ?? gte ?? (gt === undefined ? undefined : gt + 1);
  if (type === 'temporal_ordered') return { least: members, most: members };
  if (least === undefined && type === 'temporal' && lt === undefined && lte === undefined)
    return { least: members, most: members };
  if (least === undefined || least < 1) {
    throw fault('condition', 'needs gt, gte or eq of at least 1: that events do not come is not seen in a stream');
  }
  if (type === 'value_count' && least > maxValues)
    throw fault('condition', `asks for more than ${maxValues} different values`);
  if (type === 'temporal' && least > members) throw fault('condition', `asks for more than its ${members} rules`);
  return { least, most: eq ?? lte ?? (lt === undefined ? Infinity : lt - 1) };
}

const spanMs = (timespan: string): number =>
  Number(timespan.slice(0, -1)) * unitMs[timespan.at(-1) as keyof typeof unitMs];

const fault = (key: string, reason: string): RuleFault =>
  new RuleFault(`correlation.${key}: ${reason}`, ['correlation', key]);
