import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { standardOfPolicySet } from '../../../../shared/core/posture/compliance/standardOfPolicySet';
import { policySetDefinitionSchema, type PolicySetDefinitionProperties } from '../../../../shared/model/policy';
import { standardSchema } from '../../../../shared/model/standard';

const id = (name: string): string => `/providers/Microsoft.Authorization/policyDefinitions/${name}`;
const member = (name: string, ...groupNames: string[]) => ({ policyDefinitionId: id(name), groupNames });
const set = (changes: Partial<PolicySetDefinitionProperties>): PolicySetDefinitionProperties => ({
  displayName: 'Ours',
  policyDefinitions: [member('a', 'ours_1.1'), member('b', 'ours_1.1', 'ours_1.2')],
  policyDefinitionGroups: [
    { name: 'ours_1.1', displayName: 'First' },
    { name: 'ours_1.2' },
    { name: 'ours_2.1', description: 'Talk to people' },
  ],
  ...changes,
});

test('groups become controls without what all their names begin with, members what judges them', () => {
  expect(standardOfPolicySet('ours', { properties: set({ metadata: { version: '2.0.0' } }) })).toEqual({
    name: 'ours',
    displayName: 'Ours',
    version: '2.0.0',
    description: '',
    controls: [
      { name: '1.1', title: 'First', policyDefinitionIds: [id('a'), id('b')] },
      { name: '1.2', title: 'ours_1.2', policyDefinitionIds: [id('b')] },
      { name: '2.1', title: 'Talk to people', manual: true },
    ],
  });
});

test('members of effect Manual judge nothing; a group of such members alone is for people', () => {
  const { controls } = standardOfPolicySet('ours', { properties: set({}), manual: new Set([id('b').toLowerCase()]) });
  expect(controls.map(({ manual, policyDefinitionIds }) => manual ?? policyDefinitionIds)).toEqual([
    [id('a')],
    true,
    true,
  ]);
});

test('members without a group are one control, and a group nobody declared is one too', () => {
  const properties = set({
    policyDefinitions: [member('a'), member('b', 'x/y'), member('c', 'x?y')],
    policyDefinitionGroups: [],
  });
  expect(standardOfPolicySet('ours', { properties }).controls.map(({ name }) => name)).toEqual([
    'Ungrouped',
    'x-y',
    'x-y-2',
  ]);
});

const folder = join(__dirname, '../../../../../shared/policy');
const given = existsSync(folder) ? describe : describe.skip;
if (!existsSync(folder)) console.warn(`Policy data is not at ${folder}: its tests are skipped`);

given('initiatives of Microsoft', () => {
  it('all become standards', () => {
    const lines = gunzipSync(readFileSync(join(folder, 'initiatives.ndjson.gz')))
      .toString()
      .trim()
      .split('\n');
    for (const line of lines) {
      const { name, properties } = JSON.parse(line) as { name: string; properties: unknown };
      const parsed = policySetDefinitionSchema.parse(properties);
      const standard = standardSchema.parse(standardOfPolicySet(name, { properties: parsed }));
      const groups = new Set(parsed.policyDefinitions.flatMap(({ groupNames = [] }) => groupNames));
      expect(standard.controls.length).toBeGreaterThanOrEqual(groups.size);
      expect(new Set(standard.controls.map((control) => control.name.toLowerCase())).size).toBe(
        standard.controls.length,
      );
    }
  });
});
