import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { sources } from '../../../content/sources.generated';
import { auditEvent } from '../../../shared/core/ingest/auditd/auditEvent';
import { readAuditLine } from '../../../shared/core/ingest/auditd/auditRecord';
import { decode } from '../../../shared/core/ingest/decode';
import { normalise, sortSources } from '../../../shared/core/ingest/normalise';
import type { RecordContext } from '../../../shared/core/ingest/source';
import type { JsonObject } from '../../../shared/model/json';
import type { TelemetryEvent } from '../../../shared/model/telemetryEvent';

/** Recorded telemetry beside the checkout, which is no part of the project: without it these tests are skipped. */
const folder = join(__dirname, '../../../../shared/telemetry');
const here = existsSync(folder);
if (!here) console.warn(`Recorded telemetry is not at ${folder}: its tests are skipped`);
const given = here ? describe : describe.skip;

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7' };
const sorted = sortSources(sources);
const file = (name: string) => readFileSync(join(folder, name));
const list = (name: string) => (here ? readdirSync(join(folder, name)).map((each) => `${name}/${each}`) : []);

function read(body: Buffer) {
  const { records, rejected } = decode(body);
  const read = normalise(records, context, sorted);
  return {
    received: records.length + rejected.length,
    records,
    events: read.events,
    rejected: [...rejected, ...read.rejected],
  };
}

const countBySource = (events: { event: TelemetryEvent }[]) => {
  const counts: Record<string, number> = {};
  for (const { event } of events) counts[event.source] = (counts[event.source] ?? 0) + 1;
  return counts;
};

given('wire shapes', () => {
  const shapes = here
    ? file('eventhub_envelopes/wire_shapes.ndjson')
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Shape)
    : [];
  interface Shape {
    shape: string;
    bodyBase64: string;
    expectedRecords: number;
  }

  it('are the 17 documented ones', () => {
    expect(shapes).toHaveLength(17);
  });

  it.each(shapes.map((shape) => [shape.shape, shape] as const))('%s', (name, { bodyBase64, expectedRecords }) => {
    const { records, rejected } = decode(Buffer.from(bodyBase64, 'base64'));
    expect(records).toHaveLength(expectedRecords);
    expect(rejected.map(({ index, code }) => [index, code])).toEqual(name === 'not-json' ? [[-1, 'NotJson']] : []);
  });
});

given('records of the formats that have a source', () => {
  it.each<[string, Record<string, number>]>([
    ['eventhub_envelopes/azure_activity_records.json', { azureActivity: 1 }],
    ['azure/azure_monitor_activity.ndjson', { azureActivity: 122, aksAudit: 17, storageLogs: 8 }],
    // one row without table, channel and log
    ['azure/la_securityevent_goldensaml.ndjson', { windowsProcess: 37, logAnalyticsRows: 1 }],
    ['eventhub_envelopes/derived_la_data_export_securityevent.json', { windowsProcess: 37, logAnalyticsRows: 1 }],
    ['linux/auditd_otrf_arp.log', { auditd: 2 }],
    ['linux/auditd_stream/normal.log', { auditd: 5 }],
    // one line without an audit header
    ['linux/auditd_auparse/audit-rhel7.log', { auditd: 46, generic: 1 }],
  ])('%s are read by their own source', (name, expected) => {
    const { events, rejected } = read(file(name));
    expect(rejected).toEqual([]);
    expect(countBySource(events)).toEqual(expected);
  });

  it.each(list('windows'))('%s are read by their own source', (name) => {
    const { events, rejected, received } = read(file(name));
    expect([rejected, countBySource(events)]).toEqual([[], { windowsProcess: received }]);
  });

  it('derived batches hold activity records only in part, and lose none', () => {
    for (const line of file('eventhub_envelopes/derived_activity_batches.ndjson').toString().trim().split('\n')) {
      const { events, rejected, received } = read(Buffer.from(line));
      expect([rejected, events.length]).toEqual([[], received]);
    }
  });
});

given('every file', () => {
  const files = here
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
        .sort()
    : [];

  it.each(files)('%s is accounted for, and what is rejected says why', (name) => {
    const { records, events, rejected } = read(file(name));
    const covered = new Set(events.flatMap(({ covers }) => covers));
    for (const { index } of rejected) covered.add(index);
    expect(covered.size).toBeGreaterThanOrEqual(records.length);
    for (const { code, reason } of rejected)
      expect([code, reason.length > 10]).toEqual([expect.stringMatching(/^[A-Z]\w+$/), true]);
    expect(/\.(?:ndjson|json|log)$/.test(name) ? rejected : []).toEqual([]);
  });
});

given('auditd oracles', () => {
  interface Golden {
    record_type: string;
    sequence: number;
    '@timestamp': string;
    raw_msg: string;
    data?: Record<string, unknown>;
  }
  /** What the oracle spells otherwise: numbers as names, parts of security contexts, result words. */
  const respelled =
    /^(?:arch|syscall|exit|result|success|subj_|obj_|auid|old_|new_|ses|mode|sig|tty|capability|family|addr|port|path|socket_|list|grantors|proctitle)/;
  const goldens = ['test2.log', 'audit-rhel7.log', 'audit-ubuntu16.log'].map((name) => `linux/auditd_auparse/${name}`);

  it.each(goldens)('%s: the fields of each record', (name) => {
    const lines = file(name)
      .toString()
      .split('\n')
      .filter((line) => line.trim() !== '');
    const golden = JSON.parse(file(`${name}.golden`).toString()) as (Golden | null)[];
    let compared = 0;
    for (const expected of golden.filter((each) => each !== null)) {
      const record = lines.map(readAuditLine).find((each) => each?.line.includes(expected.raw_msg));
      if (record === undefined) continue;
      expect(record.serial).toBe(String(expected.sequence));
      expect(record.type.toLowerCase()).toBe(expected.record_type.replace(/^unknown\[/, 'unknown['));
      for (const [key, value] of Object.entries(expected.data ?? {})) {
        if (respelled.test(key) || value === 'unset' || typeof value !== 'string') continue;
        compared++;
        expect([key, record.fields[key]]).toEqual([key, value]);
      }
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('gives the same events for the same lines in another order', () => {
    const events = (name: string) =>
      read(file(`linux/auditd_stream/${name}.log`))
        .events.map(({ event }) => event)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(events('out_of_order')).toEqual(events('normal'));
  });

  interface Coalesced {
    test_name: string;
    event: {
      '@timestamp': string;
      sequence: number;
      record_type: string;
      result: string;
      process: {
        pid?: string;
        ppid?: string;
        name?: string;
        exe?: string;
        cwd?: string;
        title?: string;
        args?: string[];
      };
      file?: { path: string };
      source?: { ip: string };
      tags?: string[];
      data: Record<string, string>;
    };
  }

  it.each(list('linux/auditd_coalesce').filter((name) => name.endsWith('.yaml')))('%s: the merged events', (name) => {
    const { tests } = parseYaml(file(name).toString()) as { tests: Record<string, string> };
    const golden = JSON.parse(file(name.replace('.yaml', '.json.golden')).toString()) as Coalesced[];
    expect(golden.length).toBeGreaterThan(0);
    for (const { test_name, event: wanted } of golden) {
      const { events } = read(Buffer.from(tests[test_name]!));
      expect([test_name, events.length]).toEqual([test_name, 1]);
      const { event } = events[0]!;
      expect(meaningOf(event)).toEqual(wantedOf(wanted));
    }
  });

  const meaningOf = ({ time, fields }: TelemetryEvent) => ({
    time,
    serial: fields.serial,
    type: (fields.type as string).toLowerCase(),
    pid: fields.pid,
    ppid: fields.ppid,
    exe: fields.exe,
    cwd: fields.cwd,
    title: fields.proctitle,
    args: fields.argv,
    syscall: fields.SYSCALL,
    result: fields.result ?? 'unknown',
    tags: fields.key === undefined ? undefined : [fields.key].flat(),
    socket: fields.saddr === undefined ? undefined : [fields.addr, fields.port],
    acct: fields.acct,
  });

  const wantedOf = (event: Coalesced['event']) => ({
    time: new Date(event['@timestamp']).toISOString(),
    serial: String(event.sequence),
    type: event.record_type,
    pid: event.process.pid,
    ppid: event.process.ppid,
    exe: event.process.exe,
    cwd: event.process.cwd,
    title: event.process.title,
    args: event.process.args,
    syscall: event.data.syscall,
    result: event.result === 'fail' ? 'failed' : event.result,
    tags: event.tags,
    socket: event.data.socket_addr === undefined ? undefined : [event.data.socket_addr, event.data.socket_port],
    acct: event.data.acct,
  });

  it('reads the recorded attack as two program starts', () => {
    const events = read(file('linux/auditd_otrf_arp.log')).events.map(({ event }) => event);
    expect(events.map(({ fields }) => (fields as JsonObject).CommandLine)).toEqual(['arp -a', 'grep -v ^?']);
    expect(events.map(({ parts }) => parts!.length)).toEqual([6, 6]);
    expect(auditEvent(file('linux/auditd_otrf_arp.log').toString().split('\n').slice(0, 6), context).id).toBe(
      events[0]!.id,
    );
  });
});
