import { decode } from '../../../shared/core/ingest/decode';
import { normalise, sortSources } from '../../../shared/core/ingest/normalise';
import type { RecordContext, Source } from '../../../shared/core/ingest/source';
import { Rejected } from '../../../shared/model/rejected';
import { sources } from '../../../content/sources.generated';

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7' };
const sorted = sortSources(sources);
const read = (body: string, units: Source[] = sorted) => normalise(decode(Buffer.from(body)).records, context, units);

const unit = (change: Partial<Source>): Source => ({
  id: 'own',
  order: 1,
  recognises: () => true,
  normalise: () => [],
  samples: [],
  ...change,
});

const lines = (serial: number) => [
  `type=SYSCALL msg=audit(1795219200.123:${serial}): arch=c000003e syscall=59 success=yes pid=1 uid=0 exe="/bin/a"`,
  `type=EXECVE msg=audit(1795219200.123:${serial}): argc=1 a0="a"`,
];

it('asks sources by order, then id', () => {
  const ids = sortSources([unit({ id: 'b' }), unit({ id: 'z', order: 0 }), unit({ id: 'a' })]).map(({ id }) => id);
  expect(ids).toEqual(['z', 'a', 'b']);
});

it('reads each record of a body by its own source', () => {
  const { events } = read(`{"a":1}\n${lines(1)[0]}\n{"EventID":1,"Channel":"System"}`);
  expect(events.map(({ event, index }) => [event.source, index])).toEqual([
    ['generic', 0],
    ['auditd', 1],
    ['windowsProcess', 2],
  ]);
});

it('makes one event of the interleaved lines of one audit serial, and says which records it covers', () => {
  const [a, b] = [lines(1), lines(2)];
  const { events } = read([a[0], b[0], b[1], 'other', a[1]].join('\n'));
  expect(events.map(({ event, index, covers }) => [event.source, index, covers])).toEqual([
    ['auditd', 0, [0, 4]],
    ['auditd', 1, [1, 2]],
    ['generic', 3, [3]],
  ]);
});

it('accounts for every record: covered by an event, or rejected with its bytes', () => {
  const failing = unit({
    recognises: (raw) => raw !== 'good',
    normalise([raw]) {
      if (raw === 'known') throw new Rejected('NoGood', 'say something else');
      if (raw === 'broken') throw new TypeError('x is undefined');
      return [];
    },
  });
  const { events, rejected } = read('good\nknown\nbroken\nsilent', [failing, ...sorted]);
  expect(events.map(({ covers }) => covers)).toEqual([[0]]);
  expect(rejected.map(({ index, code, raw }) => [index, code, raw.toString()])).toEqual([
    [1, 'SourceRejected', 'known'],
    [2, 'SourceFailed', 'broken'],
    [3, 'NoEvent', 'silent'],
  ]);
});

it('survives a source that fails while it looks at a record', () => {
  const failing = unit({
    recognises() {
      throw new TypeError('bad look');
    },
  });
  expect(read('a', [failing, ...sorted]).rejected).toMatchObject([{ index: 0, code: 'SourceFailed' }]);
});

it('says that no source recognised a record', () => {
  expect(read('a', []).rejected).toMatchObject([{ code: 'UnknownFormat' }]);
});

it('marks what was read by repair', () => {
  const { events } = read(`{"time":"2026-11-21T08:00:00Z","properties":{'a':'b'}}`);
  expect(events[0]!.event.fields).toMatchObject({ properties: { a: 'b' }, _repaired: true });
});

it('gives equal lines at two places two ids, and a redelivered body the same ids', () => {
  const ids = () => read('same\nsame').events.map(({ event }) => event.id);
  expect(new Set(ids()).size).toBe(2);
  expect(ids()).toEqual(ids());
});

it('gives a resent record with a time of its own the same id', () => {
  const body = '{"time":"2026-11-21T08:00:00Z","a":1}';
  const other = { ...context, position: '3/99' };
  const resent = normalise(decode(Buffer.from(body)).records, other, sorted);
  expect(resent.events[0]!.event.id).toBe(read(body).events[0]!.event.id);
});

it('rejects the records of one event that are too large together, each with its bytes', () => {
  const own = unit({ group: (records) => [records.map((_, at) => at)], normalise: () => [] });
  const body = Array.from({ length: 3 }, () => 'x'.repeat(200_000)).join('\n');
  const { events, rejected } = read(body, [own]);
  expect(events).toEqual([]);
  expect(rejected.map(({ index, code, raw }) => [index, code, raw.length])).toEqual([
    [0, 'OversizedEvent', 200_000],
    [1, 'OversizedEvent', 200_000],
    [2, 'OversizedEvent', 200_000],
  ]);
});
