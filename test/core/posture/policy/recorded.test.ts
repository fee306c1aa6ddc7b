import { compileDefinition, type CompiledPolicy } from '../../../../shared/core/posture/policy/compileDefinition';
import { compileInitiative } from '../../../../shared/core/posture/policy/compileInitiative';
import { readDefinition, readPolicySet } from '../../../../shared/core/posture/policy/definition';
import { builtInAliases } from '../../../../shared/core/posture/policy/fields/builtInAliases';
import { judgeAll } from '../../../../shared/core/posture/policy/judgeAll';
import { prepare } from '../../../../shared/core/posture/policy/resources/prepare';
import { createWorld } from '../../../../shared/core/posture/policy/resources/world';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { hasRecorded, recorded } from './recorded';

const now = '2026-11-21T08:00:00Z';
const compileAll = (rows: JsonObject[]) =>
  rows.map((row) => compileDefinition(readDefinition(row), new Map(), { aliases: builtInAliases() }));

/** All verdicts of a recording, one text each, in an order that does not depend on that of the input. */
function verdicts(policies: CompiledPolicy[], rows: JsonObject[]): string[] {
  const bySource = new Map<string, JsonObject[]>();
  for (const row of rows) {
    const source = row['source'] as string;
    bySource.set(source, [...(bySource.get(source) ?? []), row['resource'] as JsonObject]);
  }
  const found: string[] = [];
  for (const [source, resources] of bySource) {
    const world = createWorld(resources.map(prepare), { now, scopesFromIds: true });
    judgeAll(policies, world, (policy, resource, { compliance, reason }) => {
      found.push([policy.definitionId, source, resource.id, compliance, reason].join(' '));
    });
  }
  return found.sort();
}

/** The same JSON with the keys of all objects the other way round. */
const reversed = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
};

(hasRecorded ? describe : describe.skip)('the recorded built-ins and resources', () => {
  const definitions = hasRecorded ? recorded('definitions') : [];
  const resources = hasRecorded ? recorded('resources') : [];
  const policies = compileAll(definitions);
  const first = verdicts(policies, resources);

  test('every definition compiles, but for the two that only requests decide', () => {
    expect(policies).toHaveLength(1_728);
    const faults = policies.flatMap(({ fault }) => (fault ? [fault.reason] : []));
    expect(faults).toEqual(['request-time-effect', 'request-time-effect']);
  });

  test('types, related types and candidate pairs are those that the corpus states', () => {
    const of = (...effects: string[]) => policies.filter(({ effect }) => effects.includes(effect!.toLowerCase()));
    expect(policies.filter(({ types }) => types)).toHaveLength(1_699);
    expect(policies.filter(({ relatedType }) => relatedType !== undefined)).toHaveLength(1_107);
    expect(verdicts(of('audit', 'deny'), resources)).toHaveLength(6_967);
    expect(verdicts(of('auditifnotexists'), resources)).toHaveLength(2_008);
  });

  test('every Unknown has a reason that says what is missing', () => {
    const reasons = new Set(first.filter((line) => line.includes(' Unknown ')).map((line) => line.split(' ').at(-1)));
    expect(reasons).toEqual(
      new Set([
        'api-version-missing',
        'expression-error',
        'guest-configuration-not-assigned',
        'parameter-missing',
        'request-time-effect',
      ]),
    );
  });

  test('the order of resources, of definitions and of keys changes no verdict', () => {
    const again = compileAll((reversed(definitions) as JsonObject[]).reverse());
    expect(verdicts(again, (reversed(resources) as JsonObject[]).reverse())).toEqual(first);
  });

  test('an unrelated resource changes no verdict of another', () => {
    const sources = [...new Set(resources.map(({ source }) => source as string))];
    const strangers = sources.map((source) => ({ source, resource: stranger(source) }));
    const withStrangers = verdicts(policies, [...resources, ...strangers]);
    expect(withStrangers.filter((line) => !line.includes('/subscriptions/stranger/'))).toEqual(first);
  });

  test('the members of every initiative compile or are not at hand', () => {
    const byId = new Map(definitions.map((row) => [(row['id'] as string).toLowerCase(), readDefinition(row)]));
    const sets = recorded('initiatives').map((row) => readPolicySet(row)!);
    const compiled = sets.map((set) =>
      compileInitiative(set, (id) => byId.get(id.toLowerCase()), new Map(), { aliases: builtInAliases() }),
    );
    const [benchmark] = compiled;
    expect(benchmark!.policies).toHaveLength(204);
    expect(benchmark!.missing).toHaveLength(19);
    expect(compiled.flatMap(({ policies: members }) => members.filter(({ fault }) => fault))).toEqual([]);
  });
});

/** One of each of the related types that matter most, in a subscription of its own. */
const stranger = (source: string): JsonObject => ({
  id: `/subscriptions/stranger/resourceGroups/${source}/providers/Microsoft.Storage/storageAccounts/other`,
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westus',
  properties: {},
});
