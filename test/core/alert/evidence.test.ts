import { alertFromFinding } from '../../../shared/core/alert/alertFromFinding';
import { supportingEvidence } from '../../../shared/core/alert/evidence';
import { mergeAlert } from '../../../shared/core/alert/mergeAlert';
import type { Finding } from '../../../shared/core/detect/detector';
import { finding } from './finding';

const seen = (minute: number, facts: Record<string, string>): Finding => ({
  ...finding,
  time: `2026-03-02T08:${String(minute).padStart(2, '0')}:00.000Z`,
  eventIds: [`event-${minute}`],
  extendedProperties: facts,
});
const alertOf = (findings: Finding[]) =>
  findings
    .slice(1)
    .reduce(
      (alert, one) => mergeAlert(alert, one) ?? alert,
      alertFromFinding(findings[0]!, { location: 'local', now: '2026-11-21T12:00:00.000Z' }),
    );

test('each record is a row in the order of time, with the facts of its own', () => {
  expect(supportingEvidence(alertOf([seen(5, { User: 'ann' }), seen(1, { Program: 'a.exe' })]))).toEqual({
    type: 'tabularEvidences',
    title: 'Records behind this alert',
    columns: ['Time', 'Program', 'User', 'Event id'],
    rows: [
      ['2026-03-02T08:01:00.000Z', 'a.exe', '', 'event-1'],
      ['2026-03-02T08:05:00.000Z', '', 'ann', 'event-5'],
    ],
  });
});

test('the newest ten are kept, in whatever order they came', () => {
  const minutes = [...Array(30).keys()];
  const rows = (order: number[]) =>
    (supportingEvidence(alertOf(order.map((minute) => seen(minute, {})))) as { rows: string[][] }).rows;
  expect(rows(minutes)).toHaveLength(10);
  expect(rows([...minutes].reverse())).toEqual(rows(minutes));
});
