import fc from 'fast-check';
import { csvRows } from '../../shared/core/csv';

test('rows end in CRLF, and cells are quoted where they must be', () => {
  expect(
    csvRows([
      ['a', 1, true, null, undefined],
      ['b,c', 'say "no"', 'two\nlines', -5, ''],
    ]),
  ).toBe('a,1,true,,\r\n"b,c","say ""no""","two\nlines",-5,\r\n');
});

test('no cell of text begins as a formula does', () => {
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'), fc.string(), (start, rest) => {
      expect(csvRows([[`${start}${rest}`]])).toMatch(/^"?'/);
    }),
  );
});
