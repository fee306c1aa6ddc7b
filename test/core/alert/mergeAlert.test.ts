import fc from 'fast-check';
import { alertFromFinding } from '../../../shared/core/alert/alertFromFinding';
import { mergeAlert } from '../../../shared/core/alert/mergeAlert';
import type { Finding } from '../../../shared/core/detect/detector';
import type { Alert } from '../../../shared/model/alert';
import { finding } from './finding';

const first = alertFromFinding(finding, { location: 'westeurope', now: '2026-03-02T08:00:07.500Z' });
const merged = (findings: Finding[]): Alert => findings.reduce((alert, one) => mergeAlert(alert, one) ?? alert, first);

const another = (number: number): Finding => ({
  ...finding,
  time: new Date(Date.parse(finding.time) + number * 1000).toISOString(),
  eventIds: [`event-${number}`],
  entities: [{ type: 'account', name: `user-${number % 60}` }],
});
const numbers = fc.uniqueArray(fc.integer({ min: 2, max: 80 }), { minLength: 1, maxLength: 60 });

describe('mergeAlert', () => {
  it('answers nothing when every event is counted already', () => {
    expect(mergeAlert(first, finding)).toBeUndefined();
  });

  it('counts the same findings once, however often they come', () => {
    fc.assert(
      fc.property(numbers, (ids) => {
        const findings = ids.map(another);
        expect(merged([...findings, ...findings])).toEqual(merged(findings));
      }),
    );
  });

  it('counts alike in any order', () => {
    const orders = numbers.chain((ids) =>
      fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: ids.length })),
    );
    fc.assert(
      fc.property(orders, ([ids, shuffled]) => {
        const [a, b] = [merged(ids.map(another)), merged(shuffled.map(another))];
        expect([b.occurrences, b.endTimeUtc, b.name, [...b.eventIds].sort()]).toEqual([
          ids.length + 1,
          a.endTimeUtc,
          first.name,
          [...a.eventIds].sort(),
        ]);
      }),
    );
  });

  it('counts only the new events of a finding', () => {
    expect(mergeAlert(first, { ...finding, eventIds: ['event-1', 'event-2', 'event-2'] })?.occurrences).toBe(2);
  });

  it('stays bounded', () => {
    const alert = merged(Array.from({ length: 500 }, (_, at) => another(at + 2)));
    expect(alert.occurrences).toBe(501);
    expect(alert.eventIds).toHaveLength(100);
    expect(alert.eventIds.at(-1)).toBe('event-501');
    expect(alert.entities).toHaveLength(50);
  });

  it('keeps name, start and state, and takes the higher severity', () => {
    const worse = { ...another(2), rule: { ...finding.rule, severity: 'High' as const } };
    expect(mergeAlert({ ...first, status: 'Dismissed' }, worse)).toMatchObject({
      name: first.name,
      startTimeUtc: first.startTimeUtc,
      endTimeUtc: '2026-03-02T08:00:02.0000000Z',
      status: 'Dismissed',
      severity: 'High',
    });
  });
});
