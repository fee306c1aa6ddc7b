import fc from 'fast-check';
import { Rejected } from '../../shared/model/rejected';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { arbitraryQuery } from '../core/query/arbitraryQuery';
import { printQuery } from '../core/query/print';
import { eventAt, searchNow, searchWorld, type SearchWorld } from './support/searchWorld';

const host = (hostName: string) => ({ type: 'host' as const, hostName });
const account = (name: string) => ({ type: 'account' as const, name });
const ip = (address: string) => ({ type: 'ip' as const, address });

/** Three sources, three hosts, one field that is a number here and a text there. */
const events: TelemetryEvent[] = [
  eventAt(50, {
    source: 'auditd',
    entities: [host('web-1'), account('root')],
    fields: { exe: '/usr/bin/cat', pid: 7, 'a.b': 'dotted' },
  }),
  eventAt(40, {
    source: 'auditd',
    entities: [host('Web-1'), account('alice'), ip('203.0.113.8')],
    fields: { exe: '/usr/bin/curl', pid: '8' },
  }),
  eventAt(30, {
    source: 'windowsProcess',
    entities: [host('win-1'), account('alice')],
    fields: { CommandLine: 'powershell -enc AAAA', deep: { list: [{ n: 5 }] } },
  }),
  eventAt(20, {
    source: 'syslog',
    entities: [host('db-1'), ip('198.51.100.7'), ip('203.0.113.8')],
    fields: { message: 'Failed password for root', pid: 9 },
  }),
  eventAt(3000, { source: 'auditd', entities: [host('web-1')], fields: { exe: '/usr/bin/old' } }),
];
const ids = (rows: Record<string, unknown>[]): unknown[] => rows.map((row) => row['EventId']);

let world: SearchWorld;
beforeEach(async () => {
  world = searchWorld();
  await world.add(events, 2);
});

test('a row has the columns of its event, and its fields as they were sent', async () => {
  const { columns, rows } = await world.search('auditd | where Account == "root"');
  expect(columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
    'TimeGenerated:datetime',
    'Source:string',
    'ResourceId:string',
    'EventId:string',
    'Host:string',
    'Account:string',
    'Address:dynamic',
    'Fields:dynamic',
  ]);
  expect(rows).toEqual([
    [
      '2026-11-21T11:10:00.000Z',
      'auditd',
      '',
      'e50',
      'web-1',
      'root',
      null,
      { exe: '/usr/bin/cat', pid: 7, 'a.b': 'dotted' },
    ],
  ]);
});

test.each([
  ['Events | where Source == "syslog"', ['e20']],
  ['windowsProcess', ['e30']],
  ['Events | where Host == "web-1"', ['e50']],
  ['Events | where Host =~ "WEB-1"', ['e50', 'e40']],
  ['Events | where Host in~ ("win-1", "DB-1")', ['e30', 'e20']],
  ['Events | where Host !in ("win-1", "db-1", "web-1")', ['e40']],
  ['Events | where pid == 8', ['e40']],
  ['Events | where pid > 7 and pid <= 9', ['e40', 'e20']],
  ['Events | where pid between (7 .. 8)', ['e50', 'e40']],
  ['Events | where pid !between (7 .. 8)', ['e30', 'e20']],
  ["Events | where ['a.b'] == 'dotted'", ['e50']],
  ['Events | where deep.list[0].n == 5', ['e30']],
  ["Events | where Fields['deep']['list'][-1].n == 5".replace('-1', '0'), ['e30']],
  ['Events | where exe endswith "/CURL" or message startswith "failed"', ['e40', 'e20']],
  ['Events | where CommandLine contains "SHELL"', ['e30']],
  ['Events | where CommandLine contains_cs "SHELL"', []],
  ['Events | where CommandLine has "power"', []],
  ['Events | where CommandLine has "ENC"', ['e30']],
  ['Events | where exe matches regex "bin/(cat|curl)$"', ['e50', 'e40']],
  ['Events | where isempty(Address)', ['e50', 'e30']],
  ['Events | where not(isnotempty(exe))', ['e30', 'e20']],
  ['Events | where exe != "/usr/bin/cat"', ['e40', 'e30', 'e20']],
  ['Events | where set_has_element(Addresses, "203.0.113.8")', ['e40', 'e20']],
  ['Events | where Address == "203.0.113.8"', ['e40']],
  ['Events | where TimeGenerated > ago(35m)', ['e30', 'e20']],
  ['Events | where ago(35m) >= TimeGenerated', ['e50', 'e40']],
  [
    'Events | where TimeGenerated between (datetime(2026-11-21 11:20) .. datetime(2026-11-21T11:30:00Z))',
    ['e40', 'e30'],
  ],
  ['auditd | where TimeGenerated > ago(3d)', ['e50', 'e40', 'e3000']],
  ['auditd | where TimeGenerated < ago(1d) and TimeGenerated > ago(3d)', ['e3000']],
  [
    'Events | extend bin(TimeGenerated, 1h) | where TimeGenerated < datetime(2026-11-21 11:05)',
    ['e50', 'e40', 'e30', 'e20'],
  ],
  ['search "root"', ['e50', 'e20']],
  ['search "powers*" or ("FAILED" and not("win"))', ['e30', 'e20']],
  ['Events | search "203.0.113.8" and Source == "syslog"', ['e20']],
  ['Events | take 2', ['e50', 'e40']],
  ['Events | limit 0', []],
  ['Events | top 2 by TimeGenerated', ['e20', 'e30']],
  ['Events | order by Host asc, TimeGenerated desc', ['e40', 'e20', 'e50', 'e30']],
  ['Events | order by toint(pid) asc', ['e30', 'e50', 'e40', 'e20']],
  ['Events | sort by toint(pid) desc nulls first', ['e30', 'e20', 'e40', 'e50']],
  ['Events | where ipv4_is_in_range(Address, "203.0.113.0/24")', ['e40']],
])('%s', async (query, expected) => {
  expect(ids(await world.rows(query))).toEqual(expected);
});

test.each([
  ['Events | count', [{ Count: 4 }]],
  ['Events | where Host == "none" | count', [{ Count: 0 }]],
  [
    'Events | summarize count(), first = min(TimeGenerated) by Source',
    [
      { Source: 'auditd', count_: 2, first: '2026-11-21T11:10:00.000Z' },
      { Source: 'windowsProcess', count_: 1, first: '2026-11-21T11:30:00.000Z' },
      { Source: 'syslog', count_: 1, first: '2026-11-21T11:40:00.000Z' },
    ],
  ],
  [
    'Events | summarize n = count() by bin(TimeGenerated, 1h) | project TimeGenerated, n',
    [{ TimeGenerated: '2026-11-21T11:00:00.000Z', n: 4 }],
  ],
  [
    'Events | summarize dcount(tolower(Host)), sum(pid), avg(pid), max(pid), countif(Source == "auditd")',
    [{ dcount_: 3, sum_pid: 24, avg_pid: 8, max_pid: 9, countif_: 2 }],
  ],
  [
    'Events | summarize make_set(Source), make_list(pid, 2)',
    [{ set_Source: ['auditd', 'windowsProcess', 'syslog'], list_pid: [7, '8'] }],
  ],
  ['Events | where Source == "x" | summarize count(), max(pid)', [{ count_: 0, max_pid: null }]],
  ['Events | where Source == "x" | summarize count() by Host', []],
  ['Events | distinct Account | order by Account asc', [{ Account: null }, { Account: 'alice' }, { Account: 'root' }]],
  [
    'Events | take 1 | project Who = Account, tolower(exe), deep.list',
    [{ Who: 'root', Column2: '/usr/bin/cat', list: null }],
  ],
  [
    'Events | take 1 | project EventId, Fields | project-away Fields | extend age = now() - datetime(2026-11-20), EventId = strcat("<", EventId, ">")',
    [{ EventId: '<e50>', age: '1.12:00:00' }],
  ],
  [
    'auditd | project EventId, tolower(Host) | join kind=inner (windowsProcess | project Column2 = "web-1", other = EventId) on Column2',
    [
      { EventId: 'e50', Column2: 'web-1', Column21: 'web-1', other: 'e30' },
      { EventId: 'e40', Column2: 'web-1', Column21: 'web-1', other: 'e30' },
    ],
  ],
  [
    'auditd | join kind=leftouter (windowsProcess) on $left.Account == $right.Account | project EventId, EventId1',
    [
      { EventId: 'e50', EventId1: null },
      { EventId: 'e40', EventId1: 'e30' },
    ],
  ],
  [
    'Events | take 1 | project a = 7 % 4, b = 1d / 1h, c = iff(pid == 7, "seven", "?"), d = case(pid == 1, 1, pid == 7, 2, 3), e = split("a,b", ",")[1], f = round(2.345, 2), g = substring("abcdef", 1, 3), h = extract("(\\\\d+)-", 1, "ab12-"), i = -pid + 1',
    [{ a: 3, b: 24, c: 'seven', d: 2, e: 'b', f: 2.35, g: 'bcd', h: '12', i: -6 }],
  ],
  [
    'Events | take 1 | project a = parse_json("{\\"x\\":[1,2]}").x[1], b = 1 / 0, c = "a" + 1, d = bin(17, 5), e = tobool("TRUE"), f = strlen(exe), g = coalesce(null, "", "z")',
    [{ a: 2, b: null, c: null, d: 15, e: true, f: 12, g: 'z' }],
  ],
])('%s', async (query, expected) => {
  expect(await world.rows(query)).toEqual(expected);
});

test.each([
  [
    'Events | project Host | where Account == "x"',
    'Line 1, column 31: there is no column "Account" here. There are: Host.',
  ],
  ['Events | where foo(1)', 'Line 1, column 16: there is no function "foo"'],
  ['Events | where tolower()', 'tolower() takes 1 values, not 0'],
  ['Events | where exe matches regex "("', 'Line 1, column 34: this is no regular expression'],
  ['Events | where exe matches regex exe', 'a regular expression is written as a text here'],
  ['Events | summarize Host', 'Line 1, column 20: summarize takes one of count'],
  ['Events | project a = 1, a = 2', 'two columns are named "a"'],
  ['Events | extend Fields = 1', 'the column Fields cannot be replaced'],
  ['Events | project-away Nothing', 'there is no column "Nothing"'],
  ['Events | project Host | join kind=inner (auditd) on Account', 'there is no column "Account"'],
  [
    'Events | join kind=inner (auditd | join kind=inner (syslog) on Host) on Host',
    'the right side of a join cannot join itself',
  ],
])('%s is refused with its place', async (query, message) => {
  await expect(world.search(query)).rejects.toThrow(message);
  await expect(world.search(query)).rejects.toThrow(Rejected);
});

test('values that grow without end are refused', async () => {
  const grow = Array.from({ length: 25 }, () => '| extend x = strcat(x, x, x)').join(' ');
  await expect(world.search(`Events | extend x = "abc" ${grow}`)).rejects.toThrow(/grew beyond/);
});

test('the default is the last day, and the answer says which times were searched', async () => {
  expect(await world.search('Events')).toMatchObject({ from: '2026-11-20T12:00:00.000Z', to: searchNow.toISOString() });
  const from = new Date('2026-11-19T00:00:00.000Z');
  const { rows, from: searched } = await world.search({ query: 'auditd', from });
  expect(rows).toHaveLength(3);
  expect(searched).toBe(from.toISOString());
  await expect(world.search({ query: 'Events', from, to: new Date(0) })).rejects.toThrow(/ends before it begins/);
});

test('a table without events in that time is told', async () => {
  expect((await world.search('audit')).warnings).toEqual([
    expect.stringContaining('Nothing of the table audit was stored'),
  ]);
  expect((await world.search('auditd')).warnings).toEqual([]);
});

test('nothing of another workspace, and nothing that the caller may not read, counts anywhere', async () => {
  await world.add([eventAt(1, { id: 'foreign' })], 1, 'other');
  const mayRead = ({ source }: TelemetryEvent): boolean => source === 'auditd';
  expect(await world.rows('Events | count', { scope: { mayRead } })).toEqual([{ Count: 2 }]);
  const joined = 'auditd | join kind=inner (Events) on Account | count';
  expect(await world.rows(joined, { scope: { mayRead } })).toEqual([{ Count: 2 }]);
});

const many = Array.from({ length: 60 }, (_, at) => eventAt(at, { fields: { n: at } }));

test.each([
  'Events | extend n = n | project n',
  'Events | order by toint(n) asc | project n',
  'Events | where n > 10 | project n | take 33',
  'Events | summarize by n',
])('all pages of "%s" together are the one answer', async (query) => {
  const other = searchWorld();
  await other.add(many, 7);
  const whole = await other.rows(query);
  expect(whole.length).toBeGreaterThan(30);
  for (const top of [1, 7, 10, 13]) expect(await other.rows(query, { top })).toEqual(whole);
});

test('a page of the answer ends at its size, and the rest follows', async () => {
  const other = searchWorld();
  await other.add(
    many.map((event) => ({ ...event, fields: { text: 'x'.repeat(1_000) } })),
    7,
  );
  const { rows, continuation } = await other.search('Events', { limits: { maxCharacters: 5_000 } });
  expect(rows.length).toBeLessThan(6);
  expect(continuation).toBeDefined();
  expect(await other.rows('Events', { limits: { maxCharacters: 5_000 } })).toHaveLength(60);
});

test('what cuts an answer is named, and a stream goes on behind the cut', async () => {
  const other = searchWorld();
  await other.add(many, 5);
  const cut = await other.search('Events', { limits: { maxPages: 4 } });
  expect(cut).toMatchObject({ limits: ['pages'], statistics: { pagesRead: 4, eventsScanned: 20 } });
  expect(cut.rows).toHaveLength(20);
  expect(await other.rows('Events', { limits: { maxPages: 4 } })).toHaveLength(60);
  expect(await other.search('Events | count', { limits: { maxEvents: 10 } })).toMatchObject({
    rows: [[10]],
    limits: ['events'],
  });
  expect((await other.search('Events | order by n', { limits: { maxHeld: 9 } })).limits).toEqual(['rowsHeld']);
  expect(
    (
      await other.search('Events | extend k = 1 | join kind=inner (Events | extend k = 1) on k', {
        limits: { maxMade: 50 },
      })
    ).limits,
  ).toEqual(['rowsMade']);
  let seconds = 0;
  const now = (): Date => new Date(searchNow.getTime() + (seconds += 10) * 1_000);
  expect((await other.search('Events', { now })).limits).toEqual(['time']);
});

test('memory is bounded by the size of what is held, not only by its number', async () => {
  const other = searchWorld();
  await other.add(many.map((event) => ({ ...event, fields: { text: event.id.repeat(1_000) } })));
  const limits = { maxHeldSize: 50_000 };
  for (const query of [
    'Events | order by text',
    'Events | distinct text',
    'Events | summarize max(text), take_any(text), make_list(text)',
    'Events | summarize dcount(text)',
    'Events | extend k = 1 | join kind=inner (Events | extend k = 1) on k | count',
  ])
    expect((await other.search(query, { limits })).limits).toEqual(['rowsHeld']);
  expect(
    (await other.search('Events | top 3 by text', { limits: { maxHeldSize: 5_000_000, maxHeld: 1_100 } })).limits,
  ).toEqual([]);
  const long =
    'Events | extend long = strcat(text, text, text, text, text, text, text, text, text) | summarize make_list(long)';
  await expect(other.search(long)).rejects.toThrow('A list grew beyond');
});

test('whatever is asked of whatever is stored, the answer is one or a Rejected', async () => {
  const stored = [
    ...events,
    eventAt(5, { fields: { x1: null, a_b: [1, { x1: 'y' }, null], 'with space': { a_b: true } } }),
  ];
  const other = searchWorld();
  await other.add(stored);
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryQuery, async (query) => {
      const text = printQuery({ ...query, table: { name: 'Events', at: 0 } });
      try {
        JSON.stringify(await other.search(text));
        answered += 1;
      } catch (error) {
        if (!(error instanceof Rejected)) throw error;
      }
    }),
    { numRuns: 600 },
  );
  expect(answered).toBeGreaterThan(50);
});

test('a foreign continuation is refused', async () => {
  await expect(world.search({ query: 'Events', continuation: '{"answered":-1}' })).rejects.toThrow(Rejected);
});

const names = ['web-1', 'Web-1', 'db', ''];
const arbitraryEvent = fc
  .record({
    minutes: fc.integer({ min: 0, max: 200 }),
    source: fc.constantFrom('auditd', 'syslog', 'other'),
    hosts: fc.array(fc.constantFrom(...names), { maxLength: 2 }),
    users: fc.array(fc.constantFrom(...names), { maxLength: 2 }),
    addresses: fc.array(fc.constantFrom('203.0.113.8', '2001:db8::A', '2001:db8::a'), { maxLength: 2 }),
    n: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ minutes, source, hosts, users, addresses, n }) =>
    eventAt(minutes, {
      source,
      fields: { n },
      entities: [...hosts.map(host), ...users.map(account), ...addresses.map(ip)],
    }),
  );
const condition = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    fc
      .tuple(fc.constantFrom('Host', 'Account'), fc.constantFrom('==', '=~', '!='), fc.constantFrom(...names))
      .map(([name, sign, value]) => `${name} ${sign} "${value}"`),
    fc
      .tuple(fc.constantFrom('Address', 'Host'), fc.constantFrom('in', 'in~', '!in'))
      .map(([name, sign]) => `${name} ${sign} ("2001:db8::A", "db")`),
    fc.constantFrom(
      'Address == "203.0.113.8"',
      'Address =~ "2001:DB8::A"',
      'set_has_element(Hosts, "Web-1")',
      'set_has_element(Addresses, "2001:db8::a")',
    ),
    fc.constantFrom('Source == "auditd"', 'Source in ("syslog", "other")', '"auditd" == Source', 'Source =~ "AUDITD"'),
    fc.nat(200).map((minutes) => `TimeGenerated >= ago(${minutes}m)`),
    fc.nat(200).map((minutes) => `ago(${minutes}m) > TimeGenerated`),
    fc.nat(3).map((n) => `n == ${n}`),
    fc
      .tuple(tie('any'), fc.constantFrom('and', 'or'), tie('any'))
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    tie('any').map((inner) => `not(${inner})`),
  ),
})).any;
const step = fc.oneof(
  { weight: 4, arbitrary: condition.map((one) => `where ${one}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'extend Host = "db"',
      'extend Account',
      'extend TimeGenerated = ago(1m)',
      'order by n asc',
      'extend bin(TimeGenerated, 1h)',
      'project-away Fields',
      'distinct *',
      'top 5 by EventId',
    ),
  },
);

/** Means the same, and the planner sees no condition in it that it knows. */
const hidden = (table: string, steps: string[]): string[] => [
  'Events',
  ...(table === 'Events' ? [] : [`where not(Source != "${table}")`]),
  ...steps.map((one) => one.replace(/^where (.*)$/, 'where not(not($1))')),
];

test('narrowing the pages never changes an answer', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryEvent, { maxLength: 12 }),
      fc.constantFrom('Events', 'auditd'),
      fc.array(step, { minLength: 1, maxLength: 3 }),
      async (stored, table, steps) => {
        const other = searchWorld();
        await other.add(stored, 2);
        const answer = async (query: string[]) =>
          other.rows(query.join(' | ')).catch((error: unknown) => (error as Error).name);
        const found = await answer([table, ...steps]);
        compared += Number(found !== 'Rejected' && found.length > 0);
        expect(found).toEqual(await answer(hidden(table, steps)));
      },
    ),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(20);
});

test('a page that could not keep all its hosts is searched all the same', async () => {
  const crowd = Array.from({ length: 250 }, (_, at) => host(`h-${at}`));
  await world.add([eventAt(2, { id: 'crowd', entities: [host('first'), ...crowd] })]);
  expect(ids(await world.rows('Events | where set_has_element(Hosts, "h-249")'))).toEqual(['crowd']);
});

test('where keeps exactly the events that a plain filter keeps', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryEvent, { maxLength: 12 }),
      fc.nat(3),
      fc.nat(200),
      async (stored, n, minutes) => {
        const other = searchWorld();
        await other.add(stored, 3);
        const since = eventAt(minutes).time;
        const kept = stored.filter(
          ({ fields, time, source }) => (Number(fields['n']) >= n && time >= since) || source === 'other',
        );
        const query = `Events | where (n >= ${n} and TimeGenerated >= ago(${minutes}m)) or Source == 'other'`;
        expect(ids(await other.rows(query))).toEqual(kept.map(({ id }) => id));
      },
    ),
    { numRuns: 60 },
  );
});
