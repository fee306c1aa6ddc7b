import fc from 'fast-check';
import {
  aggregatePercentage,
  aggregatePoints,
  controlScore,
  roundDecimal,
  subscriptionScore,
} from '../../../../shared/core/posture/score/secureScore';
import type { ControlKey } from '../../../../shared/core/posture/score/secureScoreControls';

type Row = [ControlKey, number, number, number, number, number, number, number];

/** Microsoft's public API example of 2020-01-01: healthy, unhealthy, not applicable; max, current, percentage, weight. */
const golden: Row[] = [
  ['protectAgainstDdos', 0, 0, 1, 0, 0, 0, 0],
  ['enableMfa', 1, 0, 0, 10, 10, 1, 1],
  ['implementSecurityBestPractices', 7, 0, 1, 0, 0, 0, 7],
  ['enableEnhancedSecurityFeatures', 0, 1, 0, 0, 0, 0, 1],
  ['enableAuditingAndLogging', 1, 4, 0, 1, 0.2, 0.2, 5],
  ['manageAccessAndPermissions', 1, 1, 0, 4, 2, 0.5, 2],
  ['remediateSecurityConfigurations', 0, 1, 0, 4, 0, 0, 1],
  ['enableEndpointProtection', 0, 1, 0, 2, 0, 0, 1],
  ['applySystemUpdates', 0, 1, 0, 6, 0, 0, 1],
  ['encryptDataInTransit', 5, 1, 0, 4, 3.33, 0.8325, 6],
  ['restrictUnauthorizedNetworkAccess', 1, 0, 0, 4, 4, 1, 1],
  ['enableEncryptionAtRest', 1, 0, 0, 4, 4, 1, 1],
];

const counts = (rows: [ControlKey, number, number, number][]) =>
  Object.fromEntries(
    rows.map(([control, healthy, unhealthy, notApplicable]) => [control, { healthy, unhealthy, notApplicable }]),
  );

describe('controlScore', () => {
  test.each(golden)('%s of the public example', (control, healthy, unhealthy, notApplicable, ...expected) => {
    const score = controlScore(control, { healthy, unhealthy, notApplicable });
    expect([score.max, score.current, score.percentage, score.weight]).toEqual(expected);
  });

  test('an exported event with three unhealthy resources', () => {
    const score = controlScore('applySystemUpdates', { healthy: 0, unhealthy: 3, notApplicable: 1 });
    expect(score).toEqual({ max: 6, current: 0, percentage: 0, weight: 3, potentialIncrease: 6 });
  });

  test('the documented check value: 4 of 78 resources at a maximum of 6', () => {
    const score = controlScore('remediateVulnerabilities', { healthy: 4, unhealthy: 74, notApplicable: 0 });
    expect(score.current).toBe(0.31);
  });

  test('the potential increase is the share of the unhealthy resources', () => {
    const score = controlScore('secureManagementPorts', { healthy: 3, unhealthy: 1, notApplicable: 9 });
    expect(score.potentialIncrease).toBe(2);
  });
});

describe('subscriptionScore', () => {
  test('the public example, to the digit', () => {
    const rows = golden.map(([control, ...figures]) => [control, ...figures.slice(0, 3)]);
    const score = subscriptionScore(counts(rows as [ControlKey, number, number, number][]));
    expect(score).toEqual({ max: 39, current: 23.53, percentage: 0.6033 });
  });

  test('the preview example: a control without resources leaves the maximum', () => {
    const score = subscriptionScore(
      counts([
        ['protectAgainstDdos', 0, 0, 10],
        ['enableMfa', 0, 1, 0],
        ['applyAdaptiveApplicationControl', 20, 0, 10],
      ]),
    );
    expect(score).toEqual({ max: 13, current: 3, percentage: 0.2308 });
  });

  test('nothing to judge is a score of zero, not a division by zero', () => {
    expect(subscriptionScore({})).toEqual({ max: 0, current: 0, percentage: 0 });
  });

  test('controls of another version are left out', () => {
    const score = subscriptionScore({ applyDataClassification: { healthy: 1, unhealthy: 1, notApplicable: 0 } });
    expect(score.max).toBe(0);
  });

  test('stays within its maximum and never shows more than the stated digits', () => {
    const count = fc.record({
      healthy: fc.nat(10_000),
      unhealthy: fc.nat(10_000),
      notApplicable: fc.nat(10_000),
    });
    const controls = fc.dictionary(fc.constantFrom(...golden.map(([control]) => control)), count);
    fc.assert(
      fc.property(controls, (some) => {
        const { max, current, percentage } = subscriptionScore(some);
        expect(current).toBeGreaterThanOrEqual(0);
        expect(current).toBeLessThanOrEqual(max);
        expect(percentage).toBeLessThanOrEqual(1);
        expect(String(current)).toMatch(/^\d+(\.\d{1,2})?$/);
        expect(String(percentage)).toMatch(/^\d(\.\d{1,4})?$|^\de-\d$/);
      }),
    );
  });
});

describe('several subscriptions', () => {
  const scores = [
    { percentage: 0.6033, weight: 67, controlMaxima: { enableMfa: 10, encryptDataInTransit: 4 } },
    { percentage: 0.25, weight: 33, controlMaxima: { enableMfa: 10, applySystemUpdates: 6 } },
  ];

  test('the percentage is weighted by pairs', () => {
    expect(aggregatePercentage(scores)).toBeCloseTo((0.6033 * 67 + 0.25 * 33) / 100, 12);
  });

  test('points come from the highest maxima and the percentage in whole per cent', () => {
    expect(aggregatePoints(scores)).toEqual({ max: 20, current: 10, percent: 49 });
  });

  test('no weight is no percentage', () => {
    expect(aggregatePercentage([])).toBe(0);
  });
});

describe('roundDecimal', () => {
  test.each([
    [1.005, 2, 1.01],
    [2.675, 2, 2.68],
    [-1.005, 2, -1.01],
    [0.5, 0, 1],
    [-0.5, 0, -1],
    [1e-9, 4, 0],
    [-1e-9, 4, 0],
    [3.3333333333333335, 2, 3.33],
    [123456789.125, 2, 123456789.13],
  ])('%d to %d digits is %d', (value, digits, expected) => {
    expect(roundDecimal(value, digits)).toBe(expected);
  });

  test('rounds every tie of the fifth hundredth away from zero', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (hundredths) => {
        const digits = String(hundredths).padStart(3, '0');
        const tie = Number(`${digits.slice(0, -2)}.${digits.slice(-2)}5`);
        expect(roundDecimal(tie, 2)).toBe((hundredths + 1) / 100);
      }),
    );
  });

  test('refuses what is no number', () => {
    expect(() => roundDecimal(Number.NaN, 2)).toThrow(RangeError);
  });
});
