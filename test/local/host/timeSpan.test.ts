import fc from 'fast-check';
import { parseTimeSpan } from '../../../local/host/timeSpan';

test.each<[string, number | undefined]>([
  ['00:00:01', 1000],
  ['00:05', 300_000],
  ['1.02:03:04.5', 93_784_500],
  ['-00:00:02', -2000],
  ['24:00:00', undefined],
  ['0 * * * * *', undefined],
  ['5', undefined],
])('%s is %p milliseconds', (text, expected) => {
  expect(parseTimeSpan(text)).toBe(expected);
});

test('days, hours, minutes and seconds add up', () => {
  fc.assert(
    fc.property(fc.nat(999), fc.nat(23), fc.nat(59), fc.nat(59), (days, hours, minutes, seconds) => {
      const expected = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
      expect(parseTimeSpan(`${days}.${hours}:${minutes}:${seconds}`)).toBe(expected);
    }),
  );
});
