import type { Verdict } from '../../../../shared/model/judgement';
import { countedCode, shownCode } from '../../../../shared/core/posture/score/countedCodes';

const exempted = (category: 'Waiver' | 'Mitigated', code: Verdict['code']): Verdict => ({
  code: 'NotApplicable',
  cause: 'Exempt',
  exemption: { id: '/exemptions/one', category, code },
});

test.each([
  ['Mitigated', 'Unhealthy', 'Mitigated'],
  ['Mitigated', 'Healthy', 'Mitigated'],
  ['Mitigated', 'Unknown', 'Exempt'],
  ['Mitigated', 'NotApplicable', 'Exempt'],
  ['Waiver', 'Unhealthy', 'Exempt'],
  ['Waiver', 'Healthy', 'Exempt'],
] as const)('%s over %s counts as %s, and is shown as not applicable', (category, code, expected) => {
  const counted = countedCode(exempted(category, code));
  expect(counted).toBe(expected);
  expect(shownCode(counted)).toBe('NotApplicable');
});

test('without an exemption the verdict counts as it is', () => {
  expect(countedCode({ code: 'Unknown' })).toBe('Unknown');
});
