import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { asText, field, isObject, textField } from '../../ingest/field';
import { sshAttempts } from '../ssh/sshAttempt';
import { accountKey } from './principal';
import { rememberLast } from '../rememberLast';

/** Somebody logged on, or failed to. */
export interface Logon {
  outcome: 'success' | 'failure';
  by: 'windows' | 'ssh' | 'cloud';
  /** Windows' number of the kind of logon, 10 is remote desktop; empty elsewhere. */
  type: string;
  accountKey: string;
  account: Entity & { type: 'account' };
  /** The account is told not to exist: whoever tries names chose this one. */
  isUnknown: boolean;
}

/** Sources that tell of logons. */
export const logonSources: ReadonlySet<string> = new Set([
  'windowsProcess',
  'auditd',
  'auoms',
  'syslog3164',
  'syslog5424',
  'generic',
  'logAnalyticsRows',
  'entraSignIn',
  'okta',
  'cloudTrail',
]);

/** Asked of events of `logonSources` only. */
export const logonOf = rememberLast((event: TelemetryEvent): Logon | undefined => {
  switch (event.source) {
    case 'windowsProcess':
      return windowsLogon(event.fields);
    case 'entraSignIn':
      return cloudLogon(event, entraOutcome(event.fields));
    case 'okta':
      return cloudLogon(event, oktaOutcome(event.fields));
    case 'cloudTrail':
      return cloudLogon(event, consoleOutcome(event.fields));
    default:
      return sshLogon(event);
  }
});

/** STATUS_NO_SUCH_USER, with which 4625 tells that nobody has that name. */
const noSuchUser = '0xc0000064';
/** The same of Entra: no such user, nor guest. */
const noSuchEntraUser = new Set(['50034', '51004', '90072']);

/** Accounts that Windows itself logs on. */
const builtIn = /^(?:-?|system|local service|network service|anonymous logon|iusr|dwm-\d+|umfd-\d+|.*\$)$/i;
/** Starts of the system, of batch jobs and of services. */
const unattended = new Set(['0', '4', '5']);

function windowsLogon(fields: JsonObject): Logon | undefined {
  const { EventID } = fields;
  if (EventID !== 4624 && EventID !== 4625 && EventID !== '4624' && EventID !== '4625') return undefined;
  if (asText(fields.Channel).toLowerCase() !== 'security') return undefined;
  const [name, domain, type] = [fields.TargetUserName, fields.TargetDomainName, fields.LogonType].map(asText);
  if (builtIn.test(name!) || unattended.has(type!)) return undefined;
  const ntDomain = domain === '-' ? '' : domain!.slice(0, 128);
  const account = { type: 'account' as const, name: name!.slice(0, 128), ...(ntDomain !== '' && { ntDomain }) };
  const outcome = Number(EventID) === 4624 ? 'success' : 'failure';
  const isUnknown = [fields.SubStatus, fields.Status].some((code) => asText(code).toLowerCase() === noSuchUser);
  return { outcome, by: 'windows', type: type!, accountKey: accountKey(account), account, isUnknown };
}

/** Local accounts: each machine has its own. One login is told by several records, of which the last counts. */
function sshLogon(event: TelemetryEvent): Logon | undefined {
  const attempt = sshAttempts(event).find(({ reporter }) => reporter === 'l' || reporter === 's');
  if (attempt === undefined || attempt.account === '') return undefined;
  const account = { type: 'account' as const, name: attempt.account.slice(0, 128) };
  const host = event.entities.find((entity) => entity.type === 'host')?.hostName ?? attempt.host;
  const key = `${event.resourceId}|${host}|${account.name}`.toLowerCase();
  return { outcome: attempt.outcome, by: 'ssh', type: '', accountKey: key, account, isUnknown: false };
}

function cloudLogon({ entities, fields }: TelemetryEvent, outcome: Logon['outcome'] | undefined): Logon | undefined {
  if (outcome === undefined) return undefined;
  const account = entities.find((entity) => entity.type === 'account');
  const isUnknown = noSuchEntraUser.has(textField(fields, 'resultType'));
  return account && { outcome, by: 'cloud', type: '', accountKey: accountKey(account), account, isUnknown };
}

/** Not failures: the user was asked for more (a second factor, consent, a registration) and goes on. */
const interrupts = new Set([
  '50055', '50058', '50072', '50074', '50076', '50079', '50097', '50125', '50127', '50129', '50140', '50143', '50144',
  '50158', '50203', '65001', '81010', '81012', '81014',
]); // prettier-ignore

/** Interactive sign-ins of users; refreshed tokens and programs are no logons of somebody. */
function entraOutcome(fields: JsonObject): Logon['outcome'] | undefined {
  const category = textField(fields, 'category') || textField(fields, 'Type');
  if (!/^sign-?inlogs$/i.test(category)) return undefined;
  const code = textField(fields, 'resultType');
  if (code === '0') return 'success';
  return code === '' || interrupts.has(code) ? undefined : 'failure';
}

function oktaOutcome(fields: JsonObject): Logon['outcome'] | undefined {
  if (textField(fields, 'eventType') !== 'user.session.start') return undefined;
  const outcome = field(fields, 'outcome');
  const result = isObject(outcome) ? textField(outcome, 'result') : '';
  return result === 'SUCCESS' ? 'success' : result === 'FAILURE' ? 'failure' : undefined;
}

function consoleOutcome(fields: JsonObject): Logon['outcome'] | undefined {
  if (fields.eventName !== 'ConsoleLogin') return undefined;
  const { responseElements } = fields;
  const answer = isObject(responseElements) ? asText(responseElements.ConsoleLogin) : '';
  return answer === 'Success' ? 'success' : answer === 'Failure' ? 'failure' : undefined;
}
