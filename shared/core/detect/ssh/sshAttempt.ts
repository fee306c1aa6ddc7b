import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { EventKind } from '../detector';
import { rememberLast } from '../rememberLast';
import { createRecordView, type RecordView } from '../sigma/recordView';

/** One attempt to log in over SSH, as one record tells it. */
export interface SshAttempt {
  outcome: 'failure' | 'success';
  /** Who reports: one attempt may be told by several (PAM, sshd at authentication, sshd at login), so each is counted apart. */
  reporter: 'p' | 'a' | 'l' | 's';
  address: string;
  account: string;
  /** As a syslog header names it; empty when the event knows its host itself. */
  host: string;
}

/** Attempts in the audit records of one event, or in a message of sshd that a log shipper passed on. */
export const sshAttempts = rememberLast((event: TelemetryEvent): readonly SshAttempt[] => {
  if (event.logSource.service?.toLowerCase() === 'auditd') {
    return (event.parts ?? [event.fields]).flatMap((record) => auditAttempt(record) ?? []);
  }
  return isSyslog(event) ? syslogAttempt(event.fields) : [];
});

/** Services of Linux logs in which sshd may speak, by program or facility. */
const services = new Set(['sshd', 'auth', 'syslog']);

/** False for events in which no attempt can stand. */
export const maySayAttempts = (kind: EventKind): boolean =>
  kind.logSource.service?.toLowerCase() === 'auditd' || isSyslog(kind);

const isSyslog = ({ source, logSource: { product, service = '' } }: EventKind): boolean =>
  source === 'generic' || (product === 'linux' && services.has(service.toLowerCase()));

const failed = new Set(['failed', 'no', '0']);
const succeeded = new Set(['success', 'yes', '1']);

/** Keys that an agent offers one after the other fail as a matter of course: only passwords are counted as failures. */
function auditAttempt(record: JsonObject): SshAttempt | undefined {
  const { type, op, addr, exe, terminal, res, acct, id } = record;
  if (type !== 'USER_AUTH' && type !== 'USER_LOGIN') return undefined;
  if (!/\/sshd(-[a-z]+)?$/.test(text(exe)) && !/^sshd?$/.test(text(terminal))) return undefined;
  const succeededNow = succeeded.has(text(res));
  const byKey = /pubkey|gss|hostbased/i.test(text(op));
  if (!isAddress(text(addr)) || (!succeededNow && (byKey || !failed.has(text(res))))) return undefined;
  return {
    outcome: succeededNow ? 'success' : 'failure',
    reporter: type === 'USER_LOGIN' ? 'l' : text(op).startsWith('PAM') ? 'p' : 'a',
    address: text(addr).toLowerCase(),
    account: text(acct) || text(id),
    host: '',
  };
}

/** OpenSSH, auth.c `auth_log`: "Failed password for invalid user NAME from ADDRESS port N ssh2". */
const sshdMessage = /^(Failed|Accepted) (\S+) for (?:(?:invalid|illegal) user )?(.{0,256}) from (\S{2,45}) port \d+/;
/** A whole line of syslog as RFC 3164 has it, priority optional: host, then message of sshd. */
const syslogLine =
  /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S{1,255}) sshd(?:-session)?(?:\[\d{1,10}\])?:? (.{1,1024})/;

const programFields = ['program', 'programname', 'appname', 'processname', 'ident', 'tag', 'syslog_identifier'];
const messageFields = ['message', 'msg', 'syslogmessage'];

function syslogAttempt(fields: JsonObject): SshAttempt[] {
  if (!Object.values(fields).some(mayBeOfSshd)) return [];
  const view = createRecordView(fields);
  const message = first(view, messageFields);
  const [, host = '', rest = message] = syslogLine.exec(message) ?? [];
  const fromSshd = host !== '' || /^sshd(-session)?(\[\d+\])?:?$/i.test(first(view, programFields));
  const found = fromSshd ? sshdMessage.exec(rest) : null;
  if (found === null) return [];
  const [, word, method, account = '', address = ''] = found;
  const outcome = word === 'Accepted' ? 'success' : 'failure';
  if (!isAddress(address) || (outcome === 'failure' && method === 'publickey')) return [];
  return [{ outcome, reporter: 's', address: address.toLowerCase(), account, host }];
}

/** Asked of every event of unknown origin, so it comes before any lookup by name. */
const mayBeOfSshd = (value: unknown): boolean =>
  typeof value === 'string' && (value.includes('Failed ') || value.includes('Accepted '));

const isAddress = (value: string): boolean => /^[0-9a-f.:%]{2,45}$/i.test(value) && /[.:]/.test(value);

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function first(view: RecordView, names: string[]): string {
  for (const name of names) {
    const [found] = view.texts(name);
    if (found !== undefined) return found.text.trim();
  }
  return '';
}
