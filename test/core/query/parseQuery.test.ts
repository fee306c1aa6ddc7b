import fc from 'fast-check';
import { parseQuery } from '../../../shared/core/query/parseQuery';
import { Rejected } from '../../../shared/model/rejected';
import { arbitraryQuery } from './arbitraryQuery';
import { printQuery } from './print';

/** Without offsets. */
const shape = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, one: unknown) => (name === 'at' ? undefined : one)));

test('what a query means survives printing and parsing', () => {
  fc.assert(
    fc.property(arbitraryQuery, (one) => {
      expect(shape(parseQuery(printQuery(one)))).toEqual(shape(one));
    }),
    { numRuns: 300 },
  );
});

/** What was wrong with a query; another error than Rejected is none that a text may cause. */
const messageOf = (text: string): string => {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof Rejected) return error.message;
    throw error;
  }
  return 'no fault';
};

test('any text is a query or a Rejected that names line and column', () => {
  const piece = fc.constantFrom(
    'Events',
    '|',
    'where',
    'project',
    'summarize',
    'by',
    '(',
    ')',
    '==',
    '"a',
    "'x'",
    '5d',
    'datetime(',
    '..',
    '-',
    'join',
    'kind=',
    '\n',
    '!',
    '[',
    'in',
    'ü',
    '1e',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(' ')),
  );
  fc.assert(
    fc.property(text, (one) => {
      expect(messageOf(one)).toMatch(/^(Line \d+, column \d+: .|no fault)/);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['Events | wher x == 1', 'Line 1, column 10: "wher" is no operator here'],
  ['Events\n| where x ==', 'Line 2, column 13: the query ends where a value is expected'],
  ['Events\n// note\n| where Host == "a', 'Line 3, column 17: this text is not closed'],
  ['Events | where (x == 1', 'Line 1, column 23: the query ends where ")" is expected'],
  ['Events | take many', 'Line 1, column 15: "many" stands where a whole number of rows is expected'],
  ['Events | where t > ago(3weeks)', 'Line 1, column 24: "3weeks" is no number and no timespan'],
  ['Events | where t > datetime(soon)', 'Line 1, column 20: "soon" is no time'],
  ['Events | join (auditd) on Host', 'Line 1, column 15: write join kind=inner or join kind=leftouter'],
  ['Events | where a § b', 'Line 1, column 18: the character "§" means nothing here'],
  ['Events where x', 'Line 1, column 8: "where" stands where "|" or the end of the query is expected'],
])('%j is answered with the place and the reason', (text, message) => {
  expect(messageOf(text)).toContain(message);
});

test.each([
  [`Events | where x == 1 ${'or x == 1 '.repeat(400)}`.repeat(4), 'at most 10000 characters'],
  [`Events | where ${'('.repeat(200)}1${')'.repeat(200)}`, 'at most 64 levels'],
  [`Events | where 1${'+1'.repeat(700)}`, 'no fault'],
  [`Events | where 1${'+1'.repeat(1499)}`, 'at most'],
  [`Events${' | count'.repeat(60)}`, 'at most 50 operators'],
])('the size of a query is bounded (%#)', (text, message) => {
  expect(messageOf(text)).toContain(message);
});
