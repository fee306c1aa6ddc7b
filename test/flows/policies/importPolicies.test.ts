import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { importPolicies } from '../../../shared/flows/policies/importPolicies';
import type { Json, JsonObject } from '../../../shared/model/json';
import {
  assignmentId,
  atSubscription,
  definitionId,
  exemptionId,
  ruleOf,
  setId,
  stateDefinition,
} from '../../core/posture/plan/policy.samples';
import { memoryPorts } from '../../doubles/memoryPorts';

const writerOf = () => ({ ports: memoryPorts().ports, workspaceId: 'w1' });
const definition = (name = 'state'): JsonObject => ({
  id: definitionId(name),
  name,
  type: 'Microsoft.Authorization/policyDefinitions',
  properties: stateDefinition(name) as unknown as JsonObject,
});
const outcomes = async (writer: ReturnType<typeof writerOf>, items: Json[]): Promise<string[]> =>
  (await importPolicies(writer, items, { scope: atSubscription })).map(({ outcome }) => outcome);

test('each kind of object is known by what it holds, whatever order they are sent in', async () => {
  const items: Json[] = [
    { id: exemptionId('e'), properties: { policyAssignmentId: assignmentId('a'), exemptionCategory: 'Waiver' } },
    { id: assignmentId('a'), properties: { policyDefinitionId: setId('s') } },
    { id: setId('s'), properties: { policyDefinitions: [{ policyDefinitionId: definitionId('state') }] } },
    definition(),
  ];
  const results = await importPolicies(writerOf(), items);
  expect(results.map(({ kind, outcome, warnings }) => [kind, outcome, warnings])).toEqual([
    ['policyExemption', 'created', []],
    ['policyAssignment', 'created', []],
    ['policySetDefinition', 'created', []],
    ['policyDefinition', 'created', []],
  ]);
});

test('what is known and the same is not written again', async () => {
  const writer = writerOf();
  expect(await outcomes(writer, [definition()])).toEqual(['created']);
  expect(await outcomes(writer, [definition()])).toEqual(['unchanged']);
  const changed = { ...definition(), properties: { ...(definition()['properties'] as JsonObject), mode: 'Indexed' } };
  expect(await outcomes(writer, [changed])).toEqual(['replaced']);
});

test('what the command line prints is the same object, with its properties beside the name and null where nothing is set', async () => {
  const writer = writerOf();
  const id = setId('s');
  const shown = {
    description: null,
    displayName: 'Base',
    id,
    name: 's',
    parameters: null,
    policyDefinitions: [{ policyDefinitionId: definitionId('state'), groupNames: null, parameters: {} }],
    policyType: 'Custom',
    systemData: { createdBy: 'x' },
    type: 'Microsoft.Authorization/policySetDefinitions',
  };
  const [result] = await importPolicies(writer, [shown]);
  expect(result).toMatchObject({ outcome: 'created', id });
  expect((await writer.ports.policies.get(id))?.properties).toEqual({
    displayName: 'Base',
    policyDefinitions: [{ policyDefinitionId: definitionId('state'), parameters: {} }],
    policyType: 'Custom',
  });
});

test('one that is wrong says why and keeps no other from being kept', async () => {
  const nameless = { properties: stateDefinition('x') } as unknown as Json;
  const results = await importPolicies(writerOf(), [{ name: 'x' }, nameless, 7, definition()]);
  expect(results.map(({ outcome, code }) => code ?? outcome)).toEqual([
    'InvalidPolicy',
    'InvalidPolicy',
    'InvalidPolicy',
    'created',
  ]);
});

test('one without an id is kept where the scope says, and refused without a scope', async () => {
  const named = { name: 'mine', properties: stateDefinition('x') } as unknown as Json;
  const [kept] = await importPolicies(writerOf(), [named], { scope: atSubscription });
  expect(kept?.id).toBe(`${atSubscription}/providers/Microsoft.Authorization/policyDefinitions/mine`);
  expect((await importPolicies(writerOf(), [named]))[0]).toMatchObject({ outcome: 'rejected', code: 'ScopeMissing' });
});

test('a rule that does not compile is kept with its fault', async () => {
  const policyRule = ruleOf({ field: 'type', resembles: 'x' });
  const [result] = await importPolicies(writerOf(), [{ id: definitionId('x'), properties: { policyRule } }]);
  expect(result).toMatchObject({ outcome: 'created', warnings: [expect.stringContaining('unsupported-operator')] });
});

const recorded = join(__dirname, '../../../../shared/policy');

async function* lines(name: string): AsyncGenerator<JsonObject> {
  const input = createReadStream(join(recorded, name)).pipe(createGunzip());
  for await (const line of createInterface({ input })) yield JSON.parse(line) as JsonObject;
}

test('the recorded benchmark initiative of Microsoft is imported whole with the definitions of its members', async () => {
  if (!existsSync(recorded)) {
    console.warn('The recorded policies are not at hand: skipped.');
    return;
  }
  const writer = writerOf();
  let benchmark: JsonObject | undefined;
  for await (const set of lines('initiatives.ndjson.gz')) benchmark ??= set;
  const { policyDefinitions } = benchmark!['properties'] as { policyDefinitions: { policyDefinitionId: string }[] };
  const wanted = new Set(policyDefinitions.map(({ policyDefinitionId }) => policyDefinitionId.toLowerCase()));
  const items: JsonObject[] = [];
  for await (const one of lines('definitions.ndjson.gz')) {
    const id = `/providers/Microsoft.Authorization/policyDefinitions/${one['name'] as string}`;
    if (wanted.has(id.toLowerCase())) items.push(one);
  }
  const results = await importPolicies(writer, [...items, benchmark!], { scope: '/' });
  expect(results.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
  const faults = results.flatMap(({ kind, warnings }) => (kind === 'policyDefinition' ? warnings : []));
  expect(faults.filter((text) => !/unsupported-mode|manual|static/.test(text))).toEqual([]);
  expect(items.length).toBeGreaterThan(150);
});
