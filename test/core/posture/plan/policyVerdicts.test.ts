import fc from 'fast-check';
import { policyVerdictKey, unitRecommendation } from '../../../../shared/core/posture/plan/policyUnit';
import { createPosture } from '../../../../shared/core/posture/plan/posture';
import { policyVerdicts } from '../../../../shared/core/posture/plan/policyVerdicts';
import { noSurroundings } from '../../../../shared/core/posture/plan/surroundings';
import { healthy, unhealthy } from '../../../../shared/core/posture/recommendation';
import type { PolicyDocument } from '../../../../shared/model/policy';
import { recommendationSettingsId } from '../../../../shared/model/policyId';
import { documentOf, idOf, recommend, thing } from '../posture.samples';
import {
  assignmentId,
  atGroup,
  atSubscription,
  chain,
  definitionId,
  exemptionId,
  judged,
  now,
  policyDocument,
  ruleOf,
  setId,
  stateDefinition,
  tagged,
} from './policy.samples';

const definition = policyDocument(definitionId('state'), stateDefinition('state'));
const assign = (name: string, properties: object = {}, at = atSubscription) =>
  policyDocument(assignmentId(name, at), { policyDefinitionId: definitionId('STATE'), ...properties });
const key = policyVerdictKey(assignmentId('a'), '');
const [good, bad] = [tagged(thing('good'), 'good'), tagged(thing('bad'), 'bad')];

describe('an assigned definition', () => {
  test('is healthy where it is complied with and unhealthy where not', () => {
    expect(judged({ documents: [definition, assign('a')] }, [good, bad])).toMatchObject({
      good: { [key]: { code: 'Healthy' } },
      bad: { [key]: { code: 'Unhealthy', cause: 'NonCompliant' } },
    });
  });

  test('gives no verdict on other types', () => {
    const other = { ...thing('other'), type: 'Microsoft.Test/others', id: idOf('other', 'Microsoft.Test/others') };
    expect(judged({ documents: [definition, assign('a')] }, [other])).toEqual({ other: {} });
  });

  test('about any type says nothing of what Skywarden keeps for itself', () => {
    const any = policyDocument(definitionId('state'), {
      mode: 'All',
      policyRule: ruleOf({ field: 'location', equals: 'westeurope' }),
    });
    const mark = { ...thing('mark'), type: 'Skywarden/collections' };
    expect(judged({ documents: [any, assign('a')] }, [bad, mark])).toMatchObject({
      bad: { [key]: { code: 'Unhealthy' } },
      mark: {},
    });
  });

  test('is inherited from a management group, and from one that is not above nothing comes', () => {
    const elsewhere = '/providers/Microsoft.Management/managementGroups/Elsewhere';
    const documents = [definition, assign('a', {}, atGroup), assign('b', {}, elsewhere)];
    expect(judged({ documents }, [bad])).toMatchObject({
      bad: { [policyVerdictKey(assignmentId('a', atGroup), '')]: { code: 'Unhealthy' } },
    });
    expect(Object.keys(judged({ documents }, [bad])['bad']!)).toHaveLength(1);
  });

  test('says nothing below what it excludes, whatever the case', () => {
    const notScopes = [`${atSubscription}/RESOURCEGROUPS/SHOP/`];
    expect(judged({ documents: [definition, assign('a', { notScopes })] }, [bad])).toEqual({ bad: {} });
  });

  test('is judged where it is not enforced, as Azure Policy does', () => {
    const documents = [definition, assign('a', { enforcementMode: 'DoNotEnforce' })];
    expect(judged({ documents }, [bad])['bad']![key]!.code).toBe('Unhealthy');
  });

  test('says nothing with the effect Disabled, by a parameter or an override', () => {
    const byParameter = assign('a', { parameters: { Effect: { value: 'Disabled' } } });
    const byOverride = assign('a', { overrides: [{ kind: 'policyEffect', value: 'Disabled' }] });
    expect(judged({ documents: [definition, byParameter] }, [bad])).toEqual({ bad: {} });
    expect(judged({ documents: [definition, byOverride] }, [bad])).toEqual({ bad: {} });
  });

  test('judges what its selectors take', () => {
    const selected = (value: string) => [{ selectors: [{ kind: 'resourceLocation', in: [value] }] }];
    const documents = (value: string) => [definition, assign('a', { resourceSelectors: selected(value) })];
    expect(judged({ documents: documents('West Europe') }, [bad])['bad']![key]!.code).toBe('Unhealthy');
    expect(judged({ documents: documents('eastus') }, [bad])).toEqual({ bad: {} });
  });

  test('that does not compile is Unknown with the reason, never healthy', () => {
    const broken = policyDocument(definitionId('state'), {
      policyRule: ruleOf({ field: 'type', resembles: 'x' }),
    });
    expect(judged({ documents: [broken, assign('a')] }, [good])['good']![key]).toMatchObject({
      code: 'Unknown',
      cause: 'UnsupportedOperator',
    });
  });

  test('that is not there is told of the subscription', () => {
    const own = { ...thing('own'), id: atSubscription, type: 'Microsoft.Resources/subscriptions' };
    expect(judged({ documents: [assign('a')] }, [own, bad])).toMatchObject({
      own: { [key]: { code: 'Unknown', cause: 'DefinitionMissing' } },
      bad: {},
    });
  });

  test('assigned twice is judged twice, under two names', () => {
    const documents = [definition, assign('a'), assign('b')];
    const { units } = createPosture({ recommendations: [], chain, plans: {}, documents });
    expect(Object.keys(judged({ documents }, [bad])['bad']!)).toHaveLength(2);
    expect(new Set(units.map((unit) => unitRecommendation(unit).assessmentKey)).size).toBe(2);
  });
});

describe('an assigned initiative', () => {
  const set = policyDocument(setId('base'), {
    displayName: 'Base line',
    parameters: { second: { type: 'String', defaultValue: 'Disabled' } },
    policyDefinitions: [
      { policyDefinitionId: definitionId('state'), policyDefinitionReferenceId: 'First' },
      {
        policyDefinitionId: definitionId('state'),
        policyDefinitionReferenceId: 'Second',
        parameters: { effect: { value: "[parameters('second')]" } },
      },
      { policyDefinitionId: definitionId('gone'), policyDefinitionReferenceId: 'Third' },
    ],
  });
  const assigned = (properties: object = {}) => assign('a', { policyDefinitionId: setId('base'), ...properties });
  const keyOf = (reference: string) => policyVerdictKey(assignmentId('a'), reference);

  test('judges each reference that is on', () => {
    expect(Object.keys(judged({ documents: [definition, set, assigned()] }, [bad])['bad']!)).toEqual([keyOf('first')]);
    const both = assigned({ parameters: { second: { value: 'Audit' } } });
    expect(Object.keys(judged({ documents: [definition, set, both] }, [bad])['bad']!).sort()).toEqual(
      [keyOf('First'), keyOf('second')].sort(),
    );
  });

  test('takes another effect for the members that an override selects', () => {
    const overrides = [
      { kind: 'policyEffect', value: 'Disabled', selectors: [{ kind: 'policyDefinitionReferenceId', in: ['FIRST'] }] },
      { kind: 'policyEffect', value: 'Audit', selectors: [{ kind: 'policyDefinitionReferenceId', in: ['second'] }] },
    ];
    const verdicts = judged({ documents: [definition, set, assigned({ overrides })] }, [bad])['bad']!;
    expect(Object.keys(verdicts)).toEqual([keyOf('second')]);
  });
});

describe('an exemption', () => {
  const exempt = (properties: object = {}, at = atSubscription, name = 'x') =>
    policyDocument(exemptionId(name, at), {
      policyAssignmentId: assignmentId('A'),
      exemptionCategory: 'Waiver',
      ...properties,
    });
  const verdictOf = (exemption: PolicyDocument, at = now) =>
    judged({ documents: [definition, assign('a'), exemption] }, [bad], { at })['bad']![key]!;

  test('hides the verdict and keeps what was judged', () => {
    expect(verdictOf(exempt({ description: 'Decided by the board.' }))).toMatchObject({
      code: 'NotApplicable',
      cause: 'Exempt',
      description: expect.stringContaining('Decided by the board.'),
      exemption: { id: exemptionId('x'), category: 'Waiver', code: 'Unhealthy' },
    });
  });

  test('tells a mitigated resource from a waived one', () => {
    expect(verdictOf(exempt({ exemptionCategory: 'Mitigated' })).exemption!.category).toBe('Mitigated');
  });

  test('holds for what lies in its scope alone', () => {
    expect(verdictOf(exempt({}, idOf('bad'))).cause).toBe('Exempt');
    expect(verdictOf(exempt({}, idOf('ba'))).cause).toBe('NonCompliant');
    expect(verdictOf(exempt({}, `${atSubscription}/resourceGroups/shop`)).cause).toBe('Exempt');
    expect(verdictOf(exempt({}, atGroup)).cause).toBe('Exempt');
  });

  test('ends at its expiry, not after it', () => {
    const expiring = exempt({ expiresOn: '2026-11-21T13:00:00Z' });
    expect(verdictOf(expiring, new Date('2026-11-21T12:59:59.999Z')).cause).toBe('Exempt');
    expect(verdictOf(expiring, new Date('2026-11-21T13:00:00.000Z')).cause).toBe('NonCompliant');
  });

  test('of other members, or of another assignment, changes nothing', () => {
    expect(verdictOf(exempt({ policyDefinitionReferenceIds: ['other'] })).cause).toBe('NonCompliant');
    expect(verdictOf(exempt({ policyAssignmentId: assignmentId('b') })).cause).toBe('NonCompliant');
  });

  test('the nearest holds, of equals the waiver', () => {
    const near = exempt({ exemptionCategory: 'Mitigated' }, idOf('bad'), 'near');
    const [far, same] = [exempt({}, atSubscription, 'far'), exempt({}, idOf('bad'), 'same')];
    const category = (...exemptions: PolicyDocument[]) =>
      judged({ documents: [definition, assign('a'), ...exemptions] }, [bad])['bad']![key]!.exemption!.category;
    expect(category(far, near)).toBe('Mitigated');
    expect(category(near, same, far)).toBe('Waiver');
  });
});

describe('a shipped recommendation', () => {
  const shipped = recommend('test/state', ['enableMfa']);
  const planned = { ...shipped, key: 'test/plan', metadata: { ...shipped.metadata, plan: 'Containers' as const } };
  const settings = (at: string, state: 'On' | 'Off') =>
    policyDocument(recommendationSettingsId(at), { recommendations: { 'test/state': { state } } });
  const ask = (documents: PolicyDocument[], one = shipped, plans = {}) => {
    const posture = createPosture({ recommendations: [shipped, planned], chain, plans, documents });
    const resource = thing('bad');
    return policyVerdicts(posture, [documentOf(resource)], noSurroundings, now).shipped(one, resource, () =>
      unhealthy('Bad', 'It is bad.'),
    );
  };

  test('is off by policy where the nearest scope says so', () => {
    const off = { code: 'NotApplicable', cause: 'OffByPolicy' };
    expect(ask([])).toMatchObject({ code: 'Unhealthy' });
    expect(ask([settings(atGroup, 'Off')])).toMatchObject(off);
    expect(ask([settings(atGroup, 'Off'), settings(atSubscription, 'On')])).toMatchObject({ code: 'Unhealthy' });
    expect(ask([settings(atSubscription, 'Off'), settings(atGroup, 'On')])).toMatchObject(off);
  });

  test('is not asked when it is off', () => {
    const posture = createPosture({
      recommendations: [shipped],
      chain,
      plans: {},
      documents: [settings(atGroup, 'Off')],
    });
    const asked = jest.fn(() => healthy());
    policyVerdicts(posture, [], noSurroundings, now).shipped(shipped, thing('x'), asked);
    expect(asked).not.toHaveBeenCalled();
  });

  test('of a plan that is off is not supported', () => {
    const off = { Containers: { pricingTier: 'Free' as const } };
    expect(ask([], planned, off)).toMatchObject({ code: 'NotApplicable', cause: 'UnsupportedPricingPlan' });
    expect(ask([], planned)).toMatchObject({ code: 'Unhealthy' });
  });

  test('is exempt by the assignment that Defender for Cloud makes, by any of its names', () => {
    const exempt = (reference: string) =>
      policyDocument(exemptionId('x'), {
        policyAssignmentId: assignmentId('SecurityCenterBuiltIn', atGroup),
        exemptionCategory: 'Mitigated',
        policyDefinitionReferenceIds: [reference],
      });
    expect(ask([exempt('TEST/state')])).toMatchObject({ cause: 'Exempt', exemption: { code: 'Unhealthy' } });
    expect(ask([exempt('test/other')])).toMatchObject({ cause: 'Bad' });
  });
});

test('an exemption of Microsoft’s own assignment, by its reference, holds for what is shipped in its stead', () => {
  const builtIn = '0000aaaa-0000-0000-0000-000000000000';
  const shipped = recommend('test/state', ['enableMfa']);
  const one = { ...shipped, metadata: { ...shipped.metadata, policyDefinitionId: definitionId(builtIn) } };
  const documents = [
    policyDocument(definitionId(builtIn), stateDefinition('built in')),
    policyDocument(setId('benchmark'), {
      policyDefinitions: [
        { policyDefinitionId: definitionId(builtIn), policyDefinitionReferenceId: 'stateMonitoring' },
      ],
    }),
    policyDocument(assignmentId('SecurityCenterBuiltIn'), { policyDefinitionId: setId('benchmark') }),
    policyDocument(exemptionId('x'), {
      policyAssignmentId: assignmentId('SecurityCenterBuiltIn'),
      exemptionCategory: 'Waiver',
      policyDefinitionReferenceIds: ['stateMonitoring'],
    }),
  ];
  const posture = createPosture({ recommendations: [one], chain, plans: {}, documents });
  const policies = policyVerdicts(posture, [documentOf(bad)], noSurroundings, now);
  expect(policies.shipped(one, bad, () => unhealthy('Bad', 'It is bad.')).cause).toBe('Exempt');
});

test('the order of documents and of resources changes no verdict', () => {
  const documents = [
    definition,
    assign('a'),
    assign('b', { notScopes: [idOf('good')] }),
    policyDocument(exemptionId('x', idOf('bad')), {
      policyAssignmentId: assignmentId('a'),
      exemptionCategory: 'Waiver',
    }),
    policyDocument(exemptionId('y'), { policyAssignmentId: assignmentId('b'), exemptionCategory: 'Mitigated' }),
    policyDocument(recommendationSettingsId(atGroup), { recommendations: { 'test/state': { state: 'Off' } } }),
  ];
  const expected = judged({ documents }, [good, bad]);
  const shuffled = <T>(list: T[]) => fc.shuffledSubarray(list, { minLength: list.length });
  fc.assert(
    fc.property(shuffled(documents), shuffled([good, bad]), (some, resources) => {
      expect(judged({ documents: some }, resources)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
