import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { accountOf, addressOf, distinct, hostOf } from '../cloud/entityOf';
import type { EventTime } from '../recordTime';
import type { RecordContext } from '../source';
import { windowsEntities } from '../windows/windowsEntities';
import { sudoFields, sysmonFields } from './programFields';
import type { SyslogLine } from './syslogHeader';
import { facilities, severities, syslogService } from './syslogNames';

/** Names of a line's parts as rsyslog's JSON has them. */
export function syslogFields(line: SyslogLine): JsonObject {
  const { priority, host, program, processId, messageId, structuredData, message, time } = line;
  return {
    ...(time !== '' && { timestamp: time }),
    ...(host !== '' && { host }),
    ...(priority !== undefined && {
      priority,
      facility: facilities[priority >> 3]!,
      severity: severities[priority & 7]!,
    }),
    ...(program !== '' && { program }),
    ...(processId !== '' && { procid: processId }),
    ...(messageId !== undefined && messageId !== '' && { msgid: messageId }),
    ...(structuredData !== undefined && { structuredData }),
    message,
  };
}

/** One event of any syslog dialect. `fields` must hold `message`; `program`, `facility` and `host` when the line names them. */
export function syslogEvent(
  source: string,
  id: string,
  time: EventTime,
  fields: JsonObject,
  context: RecordContext,
): TelemetryEvent {
  const [program, facility, host, message] = ['program', 'facility', 'host', 'message'].map((name) =>
    typeof fields[name] === 'string' ? fields[name] : '',
  ) as [string, string, string, string];
  const { resourceId } = context;
  const known = { id, source, ...time, resourceId };
  const sysmon = sysmonFields(message);
  if (sysmon !== undefined) {
    const own = windowsEntities(sysmon.fields, resourceId).filter(({ type }) => type !== 'host');
    const entities = distinct([...hostOf(host, resourceId), ...own]);
    return { ...known, logSource: sysmon.logSource, entities, fields: { ...fields, ...sysmon.fields } };
  }
  return {
    ...known,
    logSource: { product: 'linux', service: syslogService(program, facility) },
    entities: distinct([...hostOf(host, resourceId), ...messageEntities(program, message)]),
    fields: program === 'sudo' ? { ...sudoFields(message), ...fields } : fields,
  };
}

const sshd = /^sshd(?:-session)?$/;
/** OpenSSH, auth.c: the account may hold words of the attacker, so the last address counts. */
const login = /^(?:Failed|Accepted) \S{1,64} for (?:(?:invalid|illegal) user )?(.{0,256}) from (\S{2,45}) port \d+/;
const invalid = /^Invalid user (.{0,256}) from (\S{2,45})(?: port \d+)?/;
const sudo = /^\s*(\S{1,128}) : .{0,2048}?COMMAND=(.{1,4096})/;

/** Accounts, addresses and commands that well-known programs write. */
function messageEntities(program: string, message: string): Entity[] {
  if (sshd.test(program)) {
    const [, name = '', address] = login.exec(message) ?? invalid.exec(message) ?? [];
    return [...accountOf(name), ...addressOf(address)];
  }
  const [, name = '', commandLine = ''] = program === 'sudo' ? (sudo.exec(message) ?? []) : [];
  return name === '' ? [] : [...accountOf(name), { type: 'process', commandLine }];
}
