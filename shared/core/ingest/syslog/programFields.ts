import type { JsonObject } from '../../../model/json';
import type { LogSource } from '../../../model/telemetryEvent';
import { windowsFields } from '../windows/windowsFields';

/** `ann : TTY=pts/0 ; PWD=/home/ann ; USER=root ; COMMAND=/usr/bin/id`; the command is the rest, whatever stands in it. */
const sudoFact = /^(?:[^;=]{0,256}[:;] +)?(TTY|PWD|USER|GROUP|ENV|COMMAND)=/;

/** What sudo's line says, under sudo's names. Empty for other lines. */
export function sudoFields(message: string): JsonObject {
  const fields: JsonObject = {};
  let rest = message;
  for (let found = sudoFact.exec(rest); found !== null; found = sudoFact.exec(rest)) {
    rest = rest.slice(found[0].length);
    const end = found[1] === 'COMMAND' ? -1 : rest.indexOf(' ; ');
    fields[found[1]!] ??= end < 0 ? rest : rest.slice(0, end);
    if (end < 0) break;
    rest = rest.slice(end + ' ; '.length);
  }
  return fields;
}

const sysmonHead = /<EventID>(\d{1,6})<\/EventID>.{0,1000}?<Channel>(Linux-Sysmon\/Operational)<\/Channel>/s;
const recordId = /<EventRecordID>(\d{1,20})<\/EventRecordID>/;
const computer = /<Computer>([^<>]{1,255})<\/Computer>/;

/** Sysmon for Linux writes its events into syslog as XML: what they hold, and where rules look for them. */
export function sysmonFields(message: string): { fields: JsonObject; logSource: LogSource } | undefined {
  const head = message.startsWith('<Event>') ? sysmonHead.exec(message) : null;
  if (head === null) return undefined;
  const [, EventID = '', Channel = ''] = head;
  const header = message.slice(0, message.indexOf('<EventData>'));
  const { fields, logSource } = windowsFields({
    EventID: Number(EventID),
    Channel,
    Provider_Name: 'Linux-Sysmon',
    EventRecordID: recordId.exec(header)?.[1] ?? '',
    Computer: computer.exec(header)?.[1] ?? '',
    EventData: message,
  });
  const { EventData: _, ...own } = fields;
  return { fields: own, logSource };
}
