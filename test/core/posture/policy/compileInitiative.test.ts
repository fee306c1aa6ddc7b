import { compileInitiative } from '../../../../shared/core/posture/policy/compileInitiative';
import { readDefinition, readPolicySet } from '../../../../shared/core/posture/policy/definition';
import { prepare } from '../../../../shared/core/posture/policy/resources/prepare';
import { createWorld } from '../../../../shared/core/posture/policy/resources/world';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { aliases, now, resource, type } from './judging';

const definition = readDefinition({
  id: '/Definitions/One',
  name: 'One',
  properties: {
    mode: 'All',
    parameters: {
      Wanted: { type: 'String', defaultValue: 'definition' },
      effect: { type: 'String', defaultValue: 'Audit' },
    },
    policyRule: {
      if: {
        allOf: [
          { field: 'type', equals: type },
          { field: `${type}/a`, equals: "[parameters('wanted')]" },
        ],
      },
      THEN: { effect: "[parameters('EFFECT')]" },
    },
  },
});

const set = (members: JsonObject[], parameters: JsonObject = {}) =>
  readPolicySet({ id: '/Sets/Set', name: 'Set', properties: { parameters, policyDefinitions: members } })!;
const member = (parameters?: JsonObject, id = 'one'): JsonObject => ({
  policyDefinitionId: '/definitions/ONE',
  policyDefinitionReferenceId: id,
  ...(parameters && { parameters }),
});
const compile = (given: ReturnType<typeof set>, assigned: [string, Json][] = []) =>
  compileInitiative(
    given,
    (id) => (id.toLowerCase() === '/definitions/one' ? definition : undefined),
    new Map(assigned),
    {
      aliases,
    },
  );

/** The value of `a` for which the member is not compliant. */
function wanted(given: ReturnType<typeof set>, assigned: [string, Json][] = []): string | undefined {
  const policy = compile(given, assigned).policies[0]!;
  return ['assignment', 'set', 'literal', 'definition'].find((a) => {
    const one = prepare(resource({ a }));
    return policy.judge(one, createWorld([one], { now })).compliance === 'NonCompliant';
  });
}

test('the assignment goes before the set, the set before the definition', () => {
  const fromSet = member({ wanted: { value: "[parameters('P')]" } });
  const withDefault = { p: { type: 'String', defaultValue: 'set' } };
  expect(wanted(set([fromSet], withDefault), [['p', 'assignment']])).toBe('assignment');
  expect(wanted(set([fromSet], withDefault))).toBe('set');
  expect(wanted(set([fromSet], { p: { type: 'String' } }))).toBe('definition');
  expect(wanted(set([member({ WANTED: { value: 'literal' } })]))).toBe('literal');
  expect(wanted(set([member()]))).toBe('definition');
});

test('members are told apart by their reference ids', () => {
  const { policies } = compile(set([member(undefined, 'first'), member({ effect: { value: 'Disabled' } }, 'second')]));
  expect(policies.map(({ referenceId, off }) => [referenceId, off])).toEqual([
    ['first', false],
    ['second', true],
  ]);
});

test('a member without a definition is named', () => {
  const { policies, missing } = compile(
    set([{ policyDefinitionId: '/definitions/two', policyDefinitionReferenceId: 'r' }]),
  );
  expect(policies).toEqual([]);
  expect(missing).toEqual([{ referenceId: 'r', definitionId: '/definitions/two' }]);
});
