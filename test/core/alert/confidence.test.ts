import { alertFromFinding } from '../../../shared/core/alert/alertFromFinding';
import { confidenceOf } from '../../../shared/core/alert/confidence';
import { severities } from '../../../shared/model/alert';
import { finding } from './finding';

const alert = alertFromFinding(finding, { location: 'local', now: '2026-11-21T12:00:00.000Z' });

test('the score is the sum of its reasons', () => {
  const { score, reasons } = confidenceOf({ ...alert, severity: 'Medium', occurrences: 7 });
  expect(reasons).toEqual([
    'The rule rates it Medium (+0.50)',
    'It was seen 7 times (+0.05)',
    'It names who or where from (+0.05)',
  ]);
  expect(score).toBe(0.6);
});

test('a higher severity is never less sure', () => {
  const scores = severities.map((severity) => confidenceOf({ ...alert, severity }).score);
  expect(scores).toEqual([...scores].sort((a, b) => a - b));
  expect(confidenceOf({ ...alert, severity: 'High' }).level).toBe('High');
  expect(confidenceOf({ ...alert, severity: 'Low' }).level).toBe('Low');
});

test('what somebody found out counts more than all else', () => {
  const at = '2026-11-21T12:00:00.000Z';
  const scoreOf = (value: 'TruePositive' | 'FalsePositive'): number =>
    confidenceOf({ ...alert, verdict: { value, at } }).score;
  expect(scoreOf('TruePositive')).toBe(0.99);
  expect(scoreOf('FalsePositive')).toBe(0.01);
});
