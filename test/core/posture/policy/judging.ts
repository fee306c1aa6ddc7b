import { compileDefinition, type CompileOptions } from '../../../../shared/core/posture/policy/compileDefinition';
import { readDefinition } from '../../../../shared/core/posture/policy/definition';
import { aliasTable } from '../../../../shared/core/posture/policy/fields/aliasTable';
import { isDoubt } from '../../../../shared/core/posture/policy/doubt';
import { compileValue } from '../../../../shared/core/posture/policy/expression/compileExpression';
import { createFrame } from '../../../../shared/core/posture/policy/frame';
import { lowerKeys } from '../../../../shared/core/posture/policy/lowerKeys';
import { noUses, type Scope } from '../../../../shared/core/posture/policy/scope';
import type { Judgement } from '../../../../shared/core/posture/policy/judgement';
import { prepare } from '../../../../shared/core/posture/policy/resources/prepare';
import { createWorld, type WorldOptions } from '../../../../shared/core/posture/policy/resources/world';
import type { Json, JsonObject } from '../../../../shared/model/json';

export const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
export const group = `${subscription}/resourceGroups/Group-1`;
export const type = 'Example.Web/sites';
export const now = '2026-11-21T08:00:00Z';

/** A resource of the type of the tests with these properties, and whatever else is given. */
export const resource = (properties: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  id: `${group}/providers/${type}/site-1`,
  type,
  name: 'site-1',
  location: 'East US 2',
  properties,
  ...more,
});

const known = [
  'a',
  'b',
  'c',
  'list[*]',
  'list[*].a',
  'list[*].b',
  'list[*].inner[*]',
  'list[*].inner[*].v',
  'texts[*]',
  'texts',
  'object',
];
/** Aliases of the tests exist unless their name says otherwise. */
export const aliases = aliasTable(known.map((name) => `${type}/${name}`));

export interface Case {
  parameters?: JsonObject;
  values?: JsonObject;
  related?: JsonObject[];
  mode?: string;
  effect?: string;
  details?: Json;
  policyType?: string;
  world?: Partial<WorldOptions>;
  options?: Partial<CompileOptions>;
}

/** What a rule of that condition says of a resource. */
export function judgeRule(condition: Json, judged: JsonObject, given: Case = {}): Judgement {
  const then = { effect: given.effect ?? 'audit', ...(given.details !== undefined && { details: given.details }) };
  const definition = readDefinition({
    id: '/providers/Microsoft.Authorization/policyDefinitions/rule',
    properties: {
      mode: given.mode ?? 'All',
      policyType: given.policyType ?? 'Custom',
      parameters: given.parameters ?? {},
      policyRule: { if: condition, THEN: then },
    },
  });
  const values = new Map(Object.entries(given.values ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const policy = compileDefinition(definition, values, { aliases, ...given.options });
  const main = prepare(judged);
  const world = createWorld([main, ...(given.related ?? []).map((one) => prepare(one))], {
    now,
    scopesFromIds: true,
    ...given.world,
  });
  return policy.judge(main, world);
}

/** The truth of a condition: true, false or why it is unknown. */
export function truthOf(condition: Json, judged: JsonObject = resource(), given: Case = {}): boolean | string {
  const { compliance, reason, detail } = judgeRule(condition, judged, given);
  if (compliance === 'Unknown') return reason!;
  if (compliance === null) throw new Error('the rule does not apply');
  if (reason !== null) return `NonCompliant ${reason} ${detail ?? ''}`.trim();
  return compliance === 'NonCompliant';
}

/** What an expression answers: its value, or the reason why there is none. */
export function valueOf(expression: string, judged: JsonObject = resource(), given: Case = {}): unknown {
  const main = prepare(judged);
  const world = createWorld([main, ...(given.related ?? []).map((one) => prepare(one))], {
    now,
    scopesFromIds: true,
    ...given.world,
  });
  const scope: Scope = {
    parameters: new Map(
      Object.entries(given.values ?? {}).map(([name, value]) => [name.toLowerCase(), lowerKeys(value)]),
    ),
    policy: { definitionId: 'rule' },
    aliases,
    bindings: [],
    inName: false,
    uses: noUses(),
  };
  const result = compileValue(expression, scope).evaluate(createFrame(main, world));
  return isDoubt(result) ? result.reason : JSON.parse(JSON.stringify(result));
}
