import { createPosture } from '../../../../shared/core/posture/plan/posture';
import { healthy, type Recommendation } from '../../../../shared/core/posture/recommendation';
import { recommendationSettingsId } from '../../../../shared/model/policyId';
import {
  assignmentId,
  atSubscription,
  chain,
  definitionId,
  policyDocument,
  setId,
  stateDefinition,
} from './policy.samples';

const recommendation = (key: string, definition?: string): Recommendation => ({
  key,
  assessmentKey: '00000000-0000-5000-8000-000000000001',
  metadata: {
    displayName: key,
    description: key,
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: [],
    remediationDescription: '',
    controls: [],
    ...(definition && { policyDefinitionId: definitionId(definition) }),
  },
  freshnessHours: 24,
  appliesTo: [],
  judge: () => healthy(),
  cases: [],
});
const recommendations = [recommendation('a/one', 'ONE'), recommendation('a/two', 'two'), recommendation('a/none')];
const member = (name: string) => ({
  policyDefinitionId: definitionId(name),
  policyDefinitionReferenceId: name,
  parameters: { effect: { value: `[parameters('${name}Effect')]` } },
});
const set = policyDocument(setId('benchmark'), {
  parameters: { oneEffect: { defaultValue: 'Audit' }, twoEffect: { defaultValue: 'Audit' } },
  policyDefinitions: [member('one'), member('two'), { policyDefinitionId: definitionId('missing') }],
});
const definitions = ['one', 'two'].map((name) => policyDocument(definitionId(name), stateDefinition(name)));

const off = (
  assignment: object,
  name = 'SecurityCenterBuiltIn',
  more: ReturnType<typeof policyDocument>[] = [],
): string[] => [
  ...createPosture({
    recommendations,
    chain,
    plans: {},
    documents: [
      ...definitions,
      set,
      policyDocument(assignmentId(name), { policyDefinitionId: setId('benchmark'), ...assignment }),
      ...more,
    ],
  }).off,
];

test('what is audited by the assignment of Defender for Cloud is on, and what is not known here stays on', () => {
  expect(off({})).toEqual([]);
});

test('an effect parameter of that assignment switches the shipped recommendation of the same definition off', () => {
  expect(off({ parameters: { oneEffect: { value: 'Disabled' } } })).toEqual(['a/one']);
});

test('an override does, too', () => {
  const selectors = [{ kind: 'policyDefinitionReferenceId', in: ['two'] }];
  expect(off({ overrides: [{ kind: 'policyEffect', value: 'Disabled', selectors }] })).toEqual(['a/two']);
});

test('an assignment of another name switches nothing that is shipped', () => {
  expect(off({ parameters: { oneEffect: { value: 'Disabled' } } }, 'mine')).toEqual([]);
});

test('a setting says more than the assignment', () => {
  const settings = policyDocument(recommendationSettingsId(atSubscription), {
    recommendations: { 'a/one': { state: 'On' } },
  });
  expect(off({ parameters: { oneEffect: { value: 'Disabled' } } }, 'SecurityCenterBuiltIn', [settings])).toEqual([]);
});
