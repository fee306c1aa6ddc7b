import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { auditEntities } from '../../shared/core/ingest/auditd/auditEntities';
import { isSet, nameOf } from '../../shared/core/ingest/auditd/auditUser';
import { textAt } from '../../shared/core/ingest/cloud/memberAt';
import { ownId } from '../../shared/core/ingest/contentId';
import { asText } from '../../shared/core/ingest/field';
import { timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { readAuoms, type AuomsRecord } from '../../shared/core/ingest/syslog/auomsRecord';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['syslogmessage'];

/** Audit events of the old OMS agent's plug-in, in rows of the Log Analytics table Syslog. Asked before other rows of that table. */
export const source: Source = {
  id: 'auoms',
  order: 90,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isAuoms(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a program is started, quotes within its command line',
      body: JSON.stringify({
        Type: 'Syslog',
        TenantId: '00000000-0000-0000-0000-000000000001',
        TimeGenerated: '2026-11-21T08:00:01.997Z',
        Computer: 'web-1',
        ProcessName: 'auoms',
        SyslogMessage:
          'type=AUOMS_EXECVE audit(1795248000.990:84143): SchemaVersion="1" auoms_version=2.5.2-0 node=web-1 arch=x86_64 syscall=execve syscall_r=59 success=yes exit=0 a0=7f ppid=1340 pid=17790 audit_user=unset auid=4294967295 user=tomcat uid=1001 tty=(none) ses="-1" comm="bash" exe="/bin/bash" key=auoms,delete key_r=61756F6D730164656C657465 cwd="/" name="/bin/bash" nametype=NORMAL path_name=["/bin/bash","/lib64/ld.so"] path_nametype=["NORMAL","NORMAL"] argc=3 cmdline="bash -c "a=b {c,d}"" redactors= containerid=',
        _ResourceId:
          '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/web-1',
      }),
      expect: [
        {
          source: 'auoms',
          time: '2026-11-21T08:00:00.990Z',
          timeOrigin: 'record',
          logSource: { product: 'linux', service: 'auditd', category: 'process_creation' },
          entities: [
            {
              type: 'host',
              hostName: 'web-1',
              osFamily: 'Linux',
              azureID:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/web-1',
            },
            { type: 'account', name: 'tomcat', uid: '1001' },
            {
              type: 'process',
              processId: '17790',
              commandLine: 'bash -c "a=b {c,d}"',
              imageFile: { type: 'file', name: 'bash', directory: '/bin' },
              parentProcess: { type: 'process', processId: '1340' },
            },
            { type: 'file', name: 'bash', directory: '/bin' },
          ],
        },
      ],
    },
    {
      name: 'a program that could not be started, the command line from proctitle',
      body: '{"Type":"Syslog","HostName":"web-1","TimeGenerated":"2026-11-21T08:00:01Z","SyslogMessage":"type=AUOMS_EXECVE audit(1795248001.000:7): node=web-1 syscall=execve success=no exit=-2 pid=7 proctitle=/usr/bin/java -Da.b=/opt/c -X redactors= containerid="}',
      expect: [
        {
          source: 'auoms',
          time: '2026-11-21T08:00:01.000Z',
          logSource: { product: 'linux', service: 'auditd' },
          entities: [
            { type: 'host', hostName: 'web-1', osFamily: 'Linux' },
            { type: 'process', processId: '7', commandLine: '/usr/bin/java -Da.b=/opt/c -X' },
          ],
        },
      ],
    },
    {
      name: 'no usable time, wrong types',
      body: '{"Type":"Syslog","ProcessName":7,"Computer":[],"SyslogMessage":"type=AUOMS_SYSCALL audit(0.1:9): pid=[1"}',
      expect: [{ source: 'auoms', timeOrigin: 'enqueued', logSource: { product: 'linux', service: 'auditd' } }],
    },
  ],
};

const isAuoms = (record: JsonObject): boolean =>
  /^type=\S{1,64} (?:msg=)?audit\(\d/.test(textAt(record, 'SyslogMessage')) &&
  (textAt(record, 'Type') === 'Syslog' || textAt(record, 'ProcessName') === 'auoms');

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const record = readAuoms(textAt(raw, 'SyslogMessage'));
  if (record === undefined) throw new Rejected('NotAudit', 'The message has no header `audit(seconds:serial)`');
  const resourceId = textAt(raw, '_ResourceId') || context.resourceId;
  const host = asText(record.fields.node) || textAt(raw, 'Computer') || textAt(raw, 'HostName');
  const fields = named(record);
  const ran = /^execve(?:at)?$/.test(asText(fields.SYSCALL)) && fields.success !== 'no';
  return {
    id: ownId('auoms', host.toLowerCase(), record.time, record.serial, record.type),
    source: 'auoms',
    ...timeOr(Number(record.time), context),
    resourceId,
    logSource: { product: 'linux', service: 'auditd', ...(ran && { category: 'process_creation' }) },
    entities: auditEntities(fields, host, resourceId),
    fields: { ...raw, ...fields },
    parts: partsOf(fields),
  };
}

/** Names of enriched audit records and of Sigma beside those of AUOMS. */
function named({ type, serial, fields }: AuomsRecord): JsonObject {
  const own: JsonObject = { ...fields, type, serial, ses: asText(fields.ses) || '4294967295' };
  put('SYSCALL', fields.syscall);
  put('ARCH', fields.arch);
  put('AUID', isSet(fields.audit_user) ? fields.audit_user : undefined);
  put('UID', fields.user);
  put('Image', fields.exe);
  put('CommandLine', fields.cmdline ?? fields.proctitle);
  put('CurrentDirectory', fields.cwd);
  put('ProcessId', fields.pid);
  put('ParentProcessId', fields.ppid);
  put('User', nameOf(own, 'auid') ?? nameOf(own, 'uid'));
  if (Array.isArray(fields.path_name)) own.paths = pathsOf(fields);
  return own;

  function put(name: string, value: Json | undefined): void {
    if (value !== undefined) own[name] = value;
  }
}

function pathsOf(fields: JsonObject): JsonObject[] {
  const [names, types] = [fields.path_name, fields.path_nametype] as (Json[] | undefined)[];
  return (names ?? []).map((name, item) => ({
    item: String(item),
    name,
    nametype: Array.isArray(types) ? (types[item] ?? '') : '',
  }));
}

const maxArguments = 256;

/** The single records that the kernel wrote, as far as the merged event tells: rules name one record type. */
function partsOf(fields: JsonObject): JsonObject[] {
  const line = asText(fields.cmdline);
  const argv = line === '' ? [] : line.split(/\s+/, maxArguments);
  const paths = Array.isArray(fields.paths) ? (fields.paths as JsonObject[]) : [];
  const type = asText(fields.type);
  const first = fields.syscall === undefined ? type : 'SYSCALL';
  return [
    { ...fields, type: first },
    ...(argv.length === 0 ? [] : [{ type: 'EXECVE', ...Object.fromEntries(argv.map((text, at) => [`a${at}`, text])) }]),
    ...paths.map((path) => ({ ...path, type: 'PATH' })),
  ];
}
