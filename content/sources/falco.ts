import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accountOf, addressOf, distinct, fileOf, hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { falcoAlert } from '../../shared/core/ingest/cloud/falcoAlert';
import { alertField } from '../../shared/core/ingest/microsoft/foreignAlert';
import { recordTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['output_fields'];

/** Alerts of Falco as falcosidekick passes them on; it sends each twice with one `uuid`. */
export const source: Source = {
  id: 'falco',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isAlert(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a shell in a container',
      body: '{"uuid":"00000000-0000-0000-0000-000000000004","output":"A shell was spawned","priority":"Notice","rule":"Terminal shell in container","time":"2026-11-21T08:00:00.535404056Z","source":"syscall","output_fields":{"container.id":"ab12","evt.time":1795248000535404056,"k8s.ns.name":"default","k8s.pod.name":"web","proc.cmdline":"bash -i","proc.exepath":"/bin/bash","proc.pid":77,"proc.ppid":1,"proc.pname":"runc","user.name":"root","user.uid":0,"fd.rip":"203.0.113.8"},"tags":["container","T1059"],"hostname":"node-1"}',
      expect: [
        {
          source: 'falco',
          time: '2026-11-21T08:00:00.535Z',
          timeOrigin: 'record',
          logSource: { product: 'falco', service: 'syscall' },
          entities: [
            { type: 'host', hostName: 'node-1' },
            { type: 'account', name: 'root', uid: '0' },
            {
              type: 'process',
              processId: '77',
              commandLine: 'bash -i',
              imageFile: { type: 'file', name: 'bash', directory: '/bin' },
              parentProcess: { type: 'process', processId: '1' },
            },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
    {
      name: 'an alert of a plugin without fields and uuid',
      body: '{"output":"o","priority":"Debug","rule":"Test rule","time":"2026-11-21T08:00:01Z","source":"k8s_audit","output_fields":null,"tags":null}',
      expect: [
        {
          source: 'falco',
          time: '2026-11-21T08:00:01.000Z',
          entities: [],
          logSource: { product: 'falco', service: 'k8s_audit' },
        },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"output":7,"priority":"Error","rule":"r","time":0,"output_fields":{"proc.pid":[],"user.name":{},"fd.name":"/etc/shadow"},"hostname":{}}',
      expect: [
        { source: 'falco', timeOrigin: 'enqueued', entities: [{ type: 'file', name: 'shadow', directory: '/etc' }] },
      ],
    },
  ],
};

function isAlert(record: JsonObject): boolean {
  if (textAt(record, 'rule') === '' || textAt(record, 'priority') === '') return false;
  return memberAt(record, 'output_fields') !== undefined && typeof record.output_fields !== 'string';
}

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const time = recordTime(raw, context, ['time']);
  const alert = falcoAlert(raw, time.time);
  return {
    id: recordIdentity('falco', [textAt(raw, 'uuid')], raw, time, context),
    source: 'falco',
    ...time,
    resourceId: context.resourceId,
    logSource: { product: 'falco', service: textAt(raw, 'source').toLowerCase() || 'syscall' },
    entities: entitiesOf(raw, context),
    fields: { ...raw, ...(alert && alertField(alert)) },
  };
}

function entitiesOf(raw: JsonObject, context: RecordContext): Entity[] {
  const fields = objectAt(raw, 'output_fields');
  const host = textAt(raw, 'hostname') || firstText(fields, 'evt.hostname', 'k8s.node.name');
  return distinct([
    ...hostOf(host, context.resourceId),
    ...accountOf(firstText(fields, 'user.name', 'ka.user.name', 'ct.user'), { uid: textAt(fields, 'user.uid') }),
    ...process(fields),
    ...['fd.rip', 'fd.cip', 'fd.sip', 'ct.srcip'].flatMap((name) => addressOf(memberAt(fields, name))),
    ...filesOf(textAt(fields, 'fd.name')),
  ]);
}

/** `fd.name` is a path, or `from->to` of a connection. */
function filesOf(name: string): Entity[] {
  return name.startsWith('/') ? fileOf(name) : name.split('->').flatMap((end) => addressOf(end));
}

function process(fields: JsonObject): Entity[] {
  const [processId, parent] = [textAt(fields, 'proc.pid'), textAt(fields, 'proc.ppid')];
  const commandLine = textAt(fields, 'proc.cmdline');
  const [imageFile] = fileOf(firstText(fields, 'proc.exepath', 'proc.exe', 'proc.name'));
  if (processId === '' && commandLine === '' && imageFile === undefined) return [];
  return [
    {
      type: 'process',
      ...(processId !== '' && { processId }),
      ...(commandLine !== '' && { commandLine }),
      ...(imageFile?.type === 'file' && { imageFile }),
      ...(parent !== '' && { parentProcess: { type: 'process', processId: parent } }),
    },
  ];
}
