import type { Json, JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { Rejected } from '../../../model/rejected';
import { ownId } from '../contentId';
import { asText } from '../field';
import { timeOr } from '../recordTime';
import type { RecordContext } from '../source';
import { auditEntities } from './auditEntities';
import { inKernelOrder } from './auditGroup';
import { readAuditLine, type AuditRecord } from './auditRecord';
import { isSet, nameOf } from './auditUser';
import { mergeRecords } from './mergeRecords';

const outbound = new Set(['connect', 'sendto', 'sendmsg']);
const inbound = new Set(['accept', 'accept4', 'recvfrom', 'recvmsg']);

/**
 * One event from the lines of one audit event (equal node, time and serial). `fields` is the merged record with Sigma's names
 * beside auditd's own, `parts` the single records. `hostName` is what the sender says of the machine when lines name no node.
 */
export function auditEvent(lines: string[], context: RecordContext, hostName = ''): TelemetryEvent {
  const records = inKernelOrder(lines.map(readAuditLine).filter((record) => record !== undefined));
  const [first] = records;
  if (first === undefined) throw new Rejected('NotAudit', 'The line has no header `audit(seconds:serial)`');
  const { fields, parts, argv } = mergeRecords(records);
  const named = Object.assign(fields, sigmaNames(fields, argv));
  named.serial = first.serial;
  if (first.node !== '') named.node = first.node;
  if (isIncomplete(records)) named.incomplete = true;
  return {
    id: identity(first, records, context),
    source: 'auditd',
    ...timeOr(Number(first.time), context),
    resourceId: context.resourceId,
    logSource: logSourceOf(named),
    entities: auditEntities(named, first.node || hostName, context.resourceId),
    fields: named,
    parts,
  };
}

/**
 * Node, time and serial name the event; the lines themselves are part of its identity because a sender may split one event over
 * two messages, and the second half is no duplicate of the first.
 */
const identity = ({ node, time, serial }: AuditRecord, records: AuditRecord[], context: RecordContext): string =>
  ownId('auditd', node || context.resourceId.toLowerCase(), time, serial, ...records.map(({ line }) => line).sort());

/** Records of the syscall group without their SYSCALL: a part of the event went another way. */
const isIncomplete = (records: AuditRecord[]): boolean =>
  records.some(({ type }) => ['PATH', 'CWD', 'EXECVE', 'SOCKADDR', 'PROCTITLE'].includes(type)) &&
  !records.some(({ fields }) => fields.syscall !== undefined);

const auditd = { product: 'linux', service: 'auditd' };
const processCreation = { ...auditd, category: 'process_creation' };
const networkConnection = { ...auditd, category: 'network_connection' };

function logSourceOf(fields: JsonObject): TelemetryEvent['logSource'] {
  const ran = fields.SYSCALL === 'execve' || fields.SYSCALL === 'execveat' || (fields.incomplete && fields.argv);
  if (ran && fields.success !== 'no') return processCreation;
  if (fields.SYSCALL === 'connect' && fields.DestinationIp !== undefined) {
    return networkConnection;
  }
  return auditd;
}

/** Names of Sigma's process_creation and network_connection on Linux, and `result` as one word for `success=` and `res=`. */
function sigmaNames(fields: JsonObject, argv: string[]): JsonObject {
  const outcome = fields.success ?? fields.res;
  const names: JsonObject = addressNames(fields);
  put('Image', fields.exe);
  put('CommandLine', argv.length > 0 ? argv.join(' ') : fields.proctitle);
  put('CurrentDirectory', fields.cwd);
  put('User', nameOf(fields, 'auid') ?? nameOf(fields, 'uid'));
  put('ProcessId', fields.pid);
  put('ParentProcessId', fields.ppid);
  put('LogonId', isSet(fields.ses) ? fields.ses : undefined);
  if (outcome !== undefined) names.result = /^(?:yes|success|1)$/.test(asText(outcome)) ? 'success' : 'failed';
  return names;

  function put(name: string, value: Json | undefined): void {
    if (value !== undefined) names[name] = value;
  }
}

function addressNames(fields: JsonObject): JsonObject {
  const { SYSCALL: call, addr, port } = fields;
  if (fields.saddr === undefined || addr === undefined || port === undefined) return {};
  if (outbound.has(asText(call))) return { DestinationIp: addr, DestinationPort: port, Initiated: 'true' };
  return inbound.has(asText(call)) ? { SourceIp: addr, SourcePort: port, Initiated: 'false' } : {};
}
