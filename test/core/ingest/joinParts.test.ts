import { sources } from '../../../content/sources.generated';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';
import type { HubMessage } from '../../../shared/core/ingest/hubMessages';
import { sortSources } from '../../../shared/core/ingest/normalise';
import { readBatch } from '../../../shared/core/ingest/readBatch';

const sorted = sortSources(sources);
const lines = (serial: number, node = ''): string[] =>
  [
    `type=SYSCALL msg=audit(1795219200.123:${serial}): arch=c000003e syscall=59 success=yes exit=0 items=1 pid=${serial} uid=0 exe="/usr/bin/cat"`,
    `type=EXECVE msg=audit(1795219200.123:${serial}): argc=2 a0="cat" a1=2F6574632F736861646F77`,
    `type=CWD msg=audit(1795219200.123:${serial}): cwd="/root"`,
    `type=PROCTITLE msg=audit(1795219200.123:${serial}): proctitle=636174`,
  ].map((line) => (node === '' ? line : `node=${node} ${line}`));

const message = (body: string, sequence: number, properties: Record<string, unknown> = {}): HubMessage => ({
  body: Buffer.from(body),
  sequence,
  enqueuedAt: '2026-11-21T00:00:02.000Z',
  properties,
});
const read = (bodies: string[], propertiesOf: (at: number) => Record<string, unknown> = () => ({})) =>
  readBatch(
    { partitionId: '0', messages: bodies.map((body, at) => message(body, at, propertiesOf(at))) },
    sorted,
    defaultDecodeLimits,
  );
const commands = ({ events }: ReturnType<typeof read>) => events.map(({ event }) => event.fields.CommandLine ?? '-');

test('lines of one audit event that come as messages of their own are one event, the same as from one body', () => {
  const apart = read(lines(1));
  const together = read([lines(1).join('\n')]);
  expect([apart.received, apart.events.length, apart.events[0]!.records]).toEqual([4, 1, 4]);
  const { joined, ...event } = apart.events[0]!.event;
  expect(event).toEqual(together.events[0]!.event);
  expect(joined).toHaveLength(4);
  expect(apart.events[0]!.position).toBe(together.events[0]!.position);
});

test('events whose lines interleave over messages come apart, each at the place of its first line', () => {
  const [a, b] = [lines(1), lines(2)];
  const batch = read([
    a[0]!,
    b[1]!,
    `${a[1]}\n${b[0]}`,
    '{"EventID":1,"Channel":"System"}',
    a[2]!,
    b[3]!,
    b[2]!,
    a[3]!,
  ]);
  expect(commands(batch)).toEqual(['cat /etc/shadow', 'cat /etc/shadow', '-']);
  expect(batch.events.map(({ position, records }) => [position.slice(14), records])).toEqual([
    ['00.000000', 4],
    ['01.000000', 4],
    ['03.000000', 1],
  ]);
});

test('whatever the order of the lines, the event and its id are the same', () => {
  const inOrder = read(lines(1)).events[0]!.event;
  const reversed = read(lines(1).toReversed()).events[0]!.event;
  expect({ ...reversed, joined: [] }).toEqual({ ...inOrder, joined: [] });
});

test('a line that was lost leaves an event that says so', () => {
  const { fields } = read(lines(1).slice(1)).events[0]!.event;
  expect([fields.incomplete, fields.CommandLine]).toEqual([true, 'cat /etc/shadow']);
});

test('a line that came twice is joined once, and its repeat stays a repeat', () => {
  const { events } = read([...lines(1), lines(1)[1]!]);
  expect(events.map(({ records }) => records)).toEqual([4, 1]);
  expect(events[0]!.event.joined).toContain(events[1]!.event.id);
});

test.each<[string, string[], (at: number) => Record<string, unknown>]>([
  ['of two machines by their resource ids', lines(1), (at) => ({ resourceId: `/machines/${at % 2}` })],
  ['that the ingest door authenticated', lines(1), () => ({ skywardenWorkspace: 'w', skywardenSeal: 'v1.a.b' })],
  ['that are replayed', lines(1), (at) => ({ skywardenReplayOf: `0/${at}` })],
])('lines %s stay apart', (name, bodies, propertiesOf) => {
  expect(read(bodies, propertiesOf).events).toHaveLength(name.startsWith('of two') ? 2 : 4);
});

test('lines of two machines by their nodes stay apart', () => {
  expect(commands(read([...lines(1, 'a'), ...lines(1, 'b')]))).toEqual(['cat /etc/shadow', 'cat /etc/shadow']);
});

test('parts that are too large for one event stay apart', () => {
  const huge = (at: number) => `type=EXECVE msg=audit(1795219200.123:1): argc=9 a${at}="${'x'.repeat(200_000)}"`;
  expect(read([huge(1), huge(2), huge(3)]).events).toHaveLength(3);
});
