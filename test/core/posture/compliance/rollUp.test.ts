import fc from 'fast-check';
import { sourceIndex } from '../../../../shared/core/posture/compliance/assessmentSource';
import { isRelevant, rollUp } from '../../../../shared/core/posture/compliance/rollUp';
import type { AssessmentCount } from '../../../../shared/model/documents/score';
import type { Attestation, Standard } from '../../../../shared/model/standard';

const sources = sourceIndex(
  ['a', 'b', 'c'].map((key, at) => ({
    key,
    assessmentKey: `00000000-0000-5000-8000-00000000000${at}`,
    displayName: `Name of ${key}`,
    policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/p-${key}`,
  })),
);
const none: AssessmentCount = { healthy: 0, unhealthy: 0, notApplicable: 0, exempt: 0, unknown: 0 };
const now = new Date('2026-11-21T12:00:00.000Z');
const standard = (...controls: Standard['controls']): Standard => ({
  name: 'S',
  displayName: 'A standard',
  version: '1',
  description: '',
  controls,
});
const judge = (one: Standard, counts: Record<string, Partial<AssessmentCount>>, attestations: Attestation[] = []) =>
  rollUp(one, sources, {
    counts: Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, { ...none, ...count }])),
    attestations,
    now,
  });
const attestation = (changes: Partial<Attestation> = {}): Attestation => ({
  standard: 's',
  control: 'm',
  state: 'Compliant',
  evidence: 'Minutes of the board',
  attestedBy: 'oid',
  attestedAt: '2026-11-01T00:00:00.000Z',
  expiresAt: '2026-11-21T12:00:00.001Z',
  ...changes,
});

describe('an assessment', () => {
  const a = standard({ name: '1', title: 'One', recommendations: ['a'] });
  const stateOf = (count: Partial<AssessmentCount>) => judge(a, { a: count }).controls[0]!.assessments[0]!;

  test.each([
    [{ healthy: 1, unhealthy: 1 }, 'Failed'],
    [{ healthy: 1, notApplicable: 3, unknown: 2 }, 'Passed'],
    [{ notApplicable: 1 }, 'Skipped'],
    [{ exempt: 1 }, 'Skipped'],
    [{ unknown: 1 }, 'Unsupported'],
    [{}, 'Skipped'],
  ])('with %j is %s', (count, state) => {
    expect(stateOf(count).state).toBe(state);
  });

  it('counts what is exempt as skipped, and what is not known as unsupported', () => {
    expect(stateOf({ healthy: 1, unhealthy: 2, notApplicable: 3, exempt: 4, unknown: 5 }).counts).toEqual({
      passed: 1,
      failed: 2,
      skipped: 7,
      unsupported: 5,
    });
  });
});

describe('a control', () => {
  it('counts its assessments, each once however often it is named', () => {
    const both = standard({
      name: '1',
      title: 'One',
      recommendations: ['a', 'b', 'gone'],
      policyDefinitionIds: ['P-A', '/providers/Microsoft.Authorization/policyDefinitions/p-c', 'unknown'],
    });
    const { controls } = judge(both, { a: { healthy: 2 }, b: { unhealthy: 1 }, c: { notApplicable: 1 } });
    expect(controls[0]).toMatchObject({
      state: 'Failed',
      manual: false,
      counts: { passed: 1, failed: 1, skipped: 1, unsupported: 0 },
    });
    expect(controls[0]!.assessments.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  it('that nothing here judges needs people, and is unsupported without them', () => {
    const { controls, counts } = judge(standard({ name: '1', title: 'One', policyDefinitionIds: ['unknown'] }), {});
    expect(controls[0]).toMatchObject({ manual: true, state: 'Unsupported' });
    expect(counts).toEqual({ passed: 0, failed: 0, skipped: 0, unsupported: 1 });
  });
});

describe('an attestation', () => {
  const manual = standard({ name: 'M', title: 'Manual', manual: true });
  test.each([
    ['Compliant', 'Passed'],
    ['NonCompliant', 'Failed'],
    ['NotApplicable', 'Skipped'],
  ] as const)('of %s makes its control %s', (state, expected) => {
    expect(judge(manual, {}, [attestation({ state })]).controls[0]!.state).toBe(expected);
  });

  it('counts until the moment it expires', () => {
    const stateAt = (expiresAt: string | null) => judge(manual, {}, [attestation({ expiresAt })]).state;
    expect(stateAt('2026-11-21T12:00:00.001Z')).toBe('Passed');
    expect(stateAt('2026-11-21T12:00:00.000Z')).toBe('Unsupported');
    expect(stateAt(null)).toBe('Passed');
  });

  it('of another standard or of a control judged by machine says nothing', () => {
    expect(judge(manual, {}, [attestation({ standard: 'other' })]).state).toBe('Unsupported');
    const judged = standard({ name: 'M', title: 'Judged', recommendations: ['a'] });
    expect(judge(judged, { a: { unhealthy: 1 } }, [attestation()]).controls[0]).toMatchObject({ state: 'Failed' });
  });

  it('does not outweigh a recommendation that fails', () => {
    const mixed = standard({ name: 'M', title: 'Mixed', manual: true, recommendations: ['a'] });
    expect(judge(mixed, { a: { unhealthy: 1 } }, [attestation()]).state).toBe('Failed');
    expect(judge(mixed, { a: { healthy: 1 } }, []).state).toBe('Passed');
  });
});

test('an assigned policy judges where it is counted, and elsewhere nobody hears of it', () => {
  const policy = {
    key: 'policy',
    assessmentKey: 'guid',
    displayName: 'Of somebody else',
    onlyWhereCounted: true,
  } as const;
  const index = sourceIndex([{ ...policy, policyDefinitionId: 'p' }]);
  const one = standard({ name: '1', title: 'One', policyDefinitionIds: ['p'] });
  const facts = { attestations: [], now };
  const [elsewhere] = rollUp(one, index, { ...facts, counts: {} }).controls;
  expect(elsewhere).toMatchObject({ manual: true, state: 'Unsupported' });
  expect(JSON.stringify(elsewhere)).not.toContain('somebody');
  const [here] = rollUp(one, index, { ...facts, counts: { policy: { ...none, unhealthy: 1 } } }).controls;
  expect(here).toMatchObject({ manual: false, state: 'Failed' });
});

test('a standard with nothing to judge is of no interest', () => {
  const one = standard({ name: '1', title: 'One', recommendations: ['a'] }, { name: 'M', title: 'M', manual: true });
  expect(isRelevant(judge(one, {}))).toBe(false);
  expect(isRelevant(judge(one, { b: { healthy: 1 } }))).toBe(false);
  expect(isRelevant(judge(one, { a: { unknown: 1 } }))).toBe(true);
  expect(isRelevant(judge(one, {}, [attestation()]))).toBe(true);
});

test('whatever is counted, each level adds up, is failed exactly by what failed, and never passes on the unknown', () => {
  const count = fc.record({
    healthy: fc.nat(3),
    unhealthy: fc.nat(3),
    notApplicable: fc.nat(3),
    exempt: fc.nat(3),
    unknown: fc.nat(3),
  });
  const control = fc.record({
    name: fc.constantFrom('1', '2', 'M'),
    title: fc.constant('t'),
    recommendations: fc.subarray(['a', 'b', 'c']),
  });
  fc.assert(
    fc.property(
      fc.array(control, { minLength: 1, maxLength: 5 }),
      fc.record({ a: count, b: count, c: count }),
      (controls, counts) => {
        const assessed = judge(standard(...controls), counts);
        const sum = (of: Record<string, number>) => Object.values(of).reduce((total, one) => total + one, 0);
        expect(sum({ ...assessed.counts })).toBe(controls.length);
        for (const { assessments, counts: below, state } of assessed.controls) {
          expect(sum({ ...below })).toBe(assessments.length);
          expect(state === 'Failed').toBe(assessments.some((one) => one.counts.failed > 0));
          expect(state !== 'Passed' || assessments.some((one) => one.counts.passed > 0)).toBe(true);
        }
        expect(assessed.state === 'Failed').toBe(assessed.controls.some((one) => one.state === 'Failed'));
      },
    ),
  );
});
