import fc from 'fast-check';
import { sevenDigits, ticksName, ticksOf } from '../../../shared/core/alert/ticks';
import { Rejected } from '../../../shared/model/rejected';

describe('ticks', () => {
  it.each([
    ['2018-05-07T13:51:45.0045913Z', '2518765996949954086'],
    ['2019-12-25T18:52:36.8010350Z', '2518250008431989649'],
  ])('name the alert that started at %s %s', (time, ticks) => {
    expect(ticksName(time, 'guid')).toBe(`${ticks}_guid`);
  });

  it('are those that the Activity Log shows', () => {
    expect(ticksOf('2019-12-25T18:52:36.801035Z')).toBe(637128967568010350n);
  });

  it('put newer names first', () => {
    const times = fc.tuple(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
      fc.integer({ min: 1, max: 1e12 }),
    );
    fc.assert(
      fc.property(times, ([date, later]) => {
        const name = (ms: number) => ticksName(new Date(ms).toISOString(), 'g');
        expect(name(date.getTime() + later) < name(date.getTime())).toBe(true);
      }),
    );
  });

  it.each([
    ['2026-03-02T08:00:00Z', '2026-03-02T08:00:00.0000000Z'],
    ['2026-03-02T08:00:00.5Z', '2026-03-02T08:00:00.5000000Z'],
    ['2026-03-02T08:00:00.123456789Z', '2026-03-02T08:00:00.1234567Z'],
    ['2026-03-02T08:00:00.25+02:00', '2026-03-02T06:00:00.2500000Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.5000000Z'],
  ])('%s with seven digits is %s', (time, expected) => {
    expect(sevenDigits(time)).toBe(expected);
  });

  it.each(['', 'yesterday', '2026-03-02', '2026-13-02T08:00:00Z', '2026-03-02T08:00:00'])(
    '"%s" is rejected',
    (time) => {
      expect(() => ticksOf(time)).toThrow(Rejected);
    },
  );
});
