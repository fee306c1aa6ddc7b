import type { Json } from '../../../model/json';
import { readStructuredData } from './structuredData';

/** What a syslog line says before and in its message. Absent parts are empty. */
export interface SyslogLine {
  priority?: number;
  time: string;
  host: string;
  program: string;
  processId: string;
  message: string;
  messageId?: string;
  structuredData?: { [id: string]: Json };
}

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const oldTime = String.raw`${month} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?`;
const isoTime = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
/** Cisco marks an unsynchronised clock with `*` or `.` and ends the time with `:`. */
const header3164 = new RegExp(
  String.raw`^(?:<(\d{1,3})>)?[*.]?(${oldTime}|${isoTime}):?(?: (?:UTC|GMT|Z))? (\S{1,255}) ?([^]*)$`,
);
const tagged = /^([\w./@-]{1,128}?)(?:\[([^\]\s]{0,64})\])?(:|$|\s)\s?/;

const isoWithoutPriority = /^[*.]?\d{4}-/;
const strictTag = /^[\w./@-]{1,128}(?:\[[^\]\s]{0,64}\])?:/;
const onlyPriority = /^<(\d{1,2}|1[0-8]\d|19[01])>([^]*)$/;

/**
 * True for text that begins as RFC 3164 has it, priority optional, for a priority alone, and for files that rsyslog writes with ISO
 * times; there the tag must be complete, since logs of all kinds begin with such a time.
 */
export function isSyslog3164(line: string): boolean {
  const start = line.slice(0, 512);
  if (isSyslog5424(start)) return false;
  const rest = header3164.exec(start)?.[4];
  if (rest === undefined) return onlyPriority.test(start);
  return !isoWithoutPriority.test(start) || strictTag.test(rest);
}

/**
 * RFC 3164, section 4: `<pri>Mmm dd hh:mm:ss host tag[pid]: message`. Real senders leave out the priority, the colon, the process id,
 * the tag, or all but the priority. A word without colon and brackets is taken for a tag only when it is a usual name of a program.
 */
export function readSyslog3164(line: string): SyslogLine | undefined {
  const found = header3164.exec(line);
  if (found === null) return readOnlyPriority(line);
  const [, priority, time = '', host = '', rest = ''] = found;
  const head = { ...validPriority(priority), time };
  if (host.endsWith(':')) return { ...head, host: '', ...splitTag(`${host} ${rest}`) };
  return { ...head, host, ...splitTag(rest) };
}

function readOnlyPriority(line: string): SyslogLine | undefined {
  const [, priority, rest = ''] = onlyPriority.exec(line) ?? [];
  if (priority === undefined) return undefined;
  const parts = strictTag.test(rest) ? splitTag(rest) : { program: '', processId: '', message: rest };
  return { ...validPriority(priority), time: '', host: '', ...parts };
}

function splitTag(rest: string): Pick<SyslogLine, 'program' | 'processId' | 'message'> {
  const found = tagged.exec(rest);
  const [whole = '', program = '', processId, end] = found ?? [];
  const isTag = found !== null && (end === ':' || processId !== undefined || /^[a-z][\w./-]*$/i.test(program));
  if (!isTag) return { program: '', processId: '', message: rest };
  return { program, processId: processId ?? '', message: rest.slice(whole.length) };
}

const header5424 = /^<(\d{1,3})>1 (-|\S{1,64}) (-|\S{1,255}) (-|\S{1,128}) (-|\S{1,128}) (-|\S{1,32})(?: |$)/;

export const isSyslog5424 = (line: string): boolean => header5424.test(line.slice(0, 1024));

/** RFC 5424, section 6: `<pri>1 time host app procid msgid [data] message`; `-` is nil, the message may begin with a byte order mark. */
export function readSyslog5424(line: string): SyslogLine | undefined {
  const found = header5424.exec(line);
  if (found === null) return undefined;
  const [whole, priority, time, host, program, processId, messageId] = found;
  const { data, end } = readStructuredData(line, whole.length);
  return {
    ...validPriority(priority),
    time: present(time),
    host: present(host),
    program: present(program),
    processId: present(processId),
    messageId: present(messageId),
    message: line
      .slice(end)
      .replace(/^ /, '')
      .replace(/^\ufeff/, ''),
    ...(data !== undefined && { structuredData: data }),
  };
}

const present = (text = ''): string => (text === '-' ? '' : text);

/** Facility 0-23 times 8 plus severity 0-7. */
function validPriority(text: string | undefined): { priority?: number } {
  const priority = Number(text ?? NaN);
  return priority <= 191 ? { priority } : {};
}
