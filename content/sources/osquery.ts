import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { LogSource, TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accountOf, addressOf, distinct, fileOf, hashOf, hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { isObject } from '../../shared/core/ingest/field';
import { recordTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['action', 'diffresults', 'data'];

/** Results of osquery: single changes, snapshots, batches of changes, and what its TLS logger sends. Each change is an event, a snapshot is one. */
export const source: Source = {
  id: 'osquery',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isOsquery(raw),
  normalise: ([raw], context) => readAll(raw as JsonObject, context),
  samples: [
    {
      name: 'a process has been started',
      body: '{"name":"process_events","hostIdentifier":"web-1","calendarTime":"Sat Nov 21 08:00:00 2026 UTC","unixTime":"1795248000","epoch":"0","counter":"3","numerics":false,"decorations":{"platform":"ubuntu"},"columns":{"path":"/usr/bin/id","cmdline":"id -a","pid":"77","parent":"1","uid":"1000","username":"ann"},"action":"added"}',
      expect: [
        {
          source: 'osquery',
          time: '2026-11-21T08:00:00.000Z',
          timeOrigin: 'record',
          logSource: { product: 'linux', service: 'osquery', category: 'process_creation' },
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'account', name: 'ann', uid: '1000' },
            {
              type: 'process',
              processId: '77',
              commandLine: 'id -a',
              imageFile: { type: 'file', name: 'id', directory: '/usr/bin' },
              parentProcess: { type: 'process', processId: '1' },
            },
          ],
        },
      ],
    },
    {
      name: 'a batch: one added, one removed',
      body: '{"diffResults":{"added":[{"name":"a","path":"/opt/a","pid":"7"}],"removed":[{"name":"b","pid":"8"}]},"name":"processes","hostname":"web-1","calendarTime":"Sat Nov 21 08:00:01 2026","unixTime":1795248001,"counter":"1"}',
      expect: [
        { source: 'osquery', time: '2026-11-21T08:00:01.000Z', logSource: { product: 'osquery', service: 'osquery' } },
        { source: 'osquery', time: '2026-11-21T08:00:01.000Z', logSource: { product: 'osquery', service: 'osquery' } },
      ],
    },
    {
      name: 'a snapshot is state, not change',
      body: '{"action":"snapshot","snapshot":[{"pid":"1","path":"/sbin/init"}],"name":"process_snapshot","hostIdentifier":"web-1","unixTime":"1795248002","counter":"1"}',
      expect: [
        {
          source: 'osquery',
          logSource: { product: 'osquery', service: 'osquery_state' },
          entities: [{ type: 'host', hostName: 'web-1' }],
        },
      ],
    },
    {
      name: 'the TLS logger: two results, its key left out',
      body: '{"node_key":"secret","log_type":"result","data":[{"name":"q","action":"added","hostIdentifier":"web-1","unixTime":"1795248003","counter":0,"columns":{"a":"1"}},{"name":"q","action":"removed","hostIdentifier":"web-1","unixTime":"1795248003","counter":0,"columns":{"a":"2"}}]}',
      expect: [
        { source: 'osquery', logSource: { product: 'osquery', service: 'osquery_state' } },
        { source: 'osquery', time: '2026-11-21T08:00:03.000Z' },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"name":"q","action":"added","columns":{"remote_address":"203.0.113.8","pid":[]},"hostname":7,"decorations":"none","counter":"x"}',
      expect: [
        {
          source: 'osquery',
          timeOrigin: 'enqueued',
          entities: [
            { type: 'host', hostName: '7' },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
  ],
};

const actions = new Set(['added', 'removed', 'snapshot']);

function isResult(record: JsonObject): boolean {
  if (textAt(record, 'name') === '') return false;
  if (isObject(record.diffResults)) return true;
  if (!actions.has(textAt(record, 'action'))) return false;
  return isObject(record.columns) || Array.isArray(record.snapshot);
}

const loggedResults = (record: JsonObject): JsonObject[] =>
  record.log_type === 'result' ? objectsAt(record, 'data').filter(isResult) : [];

const isOsquery = (record: JsonObject): boolean => isResult(record) || loggedResults(record).length > 0;

function readAll(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const results = isResult(raw) ? [raw] : loggedResults(raw);
  const changes = results.flatMap(changesOf);
  if (changes.length === 0) {
    throw new Rejected('NotOsquery', 'The result must hold `columns`, `snapshot` or rows in `diffResults`');
  }
  return changes.map((change, index) => read(change, { ...context, position: `${context.position}/${index}` }));
}

/** A batch in the form of single changes. */
function changesOf(result: JsonObject): JsonObject[] {
  if (!isObject(result.diffResults)) return [result];
  const { diffResults, ...rest } = result;
  const changes = ['added', 'removed'].flatMap((action) =>
    objectsAt(diffResults, action).map((columns): JsonObject => ({ ...rest, action, columns })),
  );
  return changes.length > 0 ? changes : [result];
}

function read(record: JsonObject, context: RecordContext): TelemetryEvent {
  const time = recordTime(record, context, ['unixTime', 'calendarTime', 'time', 'timestamp']);
  const columns = objectAt(record, 'columns');
  const logSource = logSourceOf(record);
  const host = firstText(record, 'hostIdentifier', 'hostname') || textAt(record, 'decorations', 'hostname');
  return {
    id: recordIdentity('osquery', [], record, time, context),
    source: 'osquery',
    ...time,
    resourceId: context.resourceId,
    logSource,
    entities: distinct([...hostOf(host, context.resourceId), ...columnEntities(columns)]),
    fields: { ...record, ...(logSource.category && sigmaNames(columns)) },
  };
}

/** `counter` 0 is the first run of a query: like a snapshot it tells what is, not what has changed. */
function logSourceOf(record: JsonObject): LogSource {
  const product = platformOf(textAt(record, 'decorations', 'platform'));
  const isState = textAt(record, 'action') === 'snapshot' || textAt(record, 'counter') === '0';
  if (isState) return { product, service: 'osquery_state' };
  const started = textAt(record, 'name').endsWith('process_events') && textAt(record, 'action') === 'added';
  return { product, service: 'osquery', ...(started && { category: 'process_creation' }) };
}

function platformOf(platform: string): string {
  if (platform === '') return 'osquery';
  if (platform === 'darwin') return 'macos';
  return platform === 'windows' ? 'windows' : 'linux';
}

function sigmaNames(columns: JsonObject): JsonObject {
  const names = {
    Image: textAt(columns, 'path'),
    CommandLine: firstText(columns, 'cmdline', 'command'),
    CurrentDirectory: textAt(columns, 'cwd'),
    User: firstText(columns, 'username', 'uid'),
    ProcessId: textAt(columns, 'pid'),
    ParentProcessId: firstText(columns, 'parent', 'ppid'),
  };
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== ''));
}

function columnEntities(columns: JsonObject): Entity[] {
  const [processId, parent] = [textAt(columns, 'pid'), firstText(columns, 'parent', 'ppid')];
  const commandLine = firstText(columns, 'cmdline', 'command');
  const files = fileOf(firstText(columns, 'path', 'target_path'));
  const [imageFile] = files;
  const process: Entity[] =
    processId === '' && commandLine === ''
      ? files
      : [
          {
            type: 'process',
            ...(processId !== '' && { processId }),
            ...(commandLine !== '' && { commandLine }),
            ...(imageFile?.type === 'file' && { imageFile }),
            ...(parent !== '' && { parentProcess: { type: 'process', processId: parent } }),
          },
        ];
  return [
    ...accountOf(firstText(columns, 'username', 'user'), { uid: textAt(columns, 'uid') }),
    ...process,
    ...['remote_address', 'local_address', 'address', 'host'].flatMap((name) => addressOf(memberAt(columns, name))),
    ...['sha256', 'sha1', 'md5'].flatMap((name) => hashOf(textAt(columns, name))),
  ];
}
