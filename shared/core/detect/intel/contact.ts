import type { Entity } from '../../../model/entity';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { canonicalAddress } from '../canonicalAddress';
import { createRecordView, type RecordView } from '../sigma/recordView';
import { sshAttempts } from '../ssh/sshAttempt';

/** How an event came into contact with something that a list names. */
export interface Contact {
  kind: 'network' | 'name' | 'signIn' | 'file' | 'other';
  /** `outbound`: from what is ours to what is listed. */
  direction: 'outbound' | 'inbound' | 'unknown';
  outcome: 'stopped' | 'let through' | 'unknown';
  /** The address on our side, when the event tells it. */
  localAddress?: string;
}

const sourceFields = [
  'src_ip',
  'sourceip',
  'srcip',
  'src',
  'srcaddr',
  'source_ip',
  'id.orig_h',
  'c-ip',
  'sourceaddress',
];
const targetFields = [
  'dst_ip',
  'destinationip',
  'destip',
  'dst',
  'dstaddr',
  'destination_ip',
  'id.resp_h',
  'destaddress',
];

/** Fields in which senders say what became of a contact, and the words for it. */
const outcomeFields = [
  'action',
  'properties.action',
  'act',
  'flowstate',
  'res',
  'result',
  'outcome.result',
  'access',
  'status',
  'resultstatus',
  'resulttype',
  'properties.resulttype',
  'succeeded',
  'deviceaction',
  'responseelements.consolelogin',
];
const stopped = new Set(
  'deny denied d drop dropped block blocked reject rejected refused failed failure fail false error'.split(' '),
);
const letThrough = new Set(
  'allow allowed a accept accepted permit permitted pass passed success succeeded true yes b c e begin continue end alert dnat'.split(
    ' ',
  ),
);
/** Answers of HTTP: our server gave nothing from 400 on; a server outside answered all the same, unless a proxy said no in its place. */
const refusedByServer = (status: number): boolean => status >= 400;
const refusedByProxy = (status: number): boolean => status === 403 || status === 407;
const statusFields = ['sc-status', 'statuscode', 'properties.httpstatus', 'responsestatus.code', 'httpstatus'];
/** Members that are there only when a call of a cloud's API failed. */
const errorFields = ['errorcode', 'protopayload.status.code'];
/** Of the Security log: logons, and those that failed. */
const logons = new Set(['4624', '4625', '4771']);
/** Of the Security log: logon failed, Kerberos pre-authentication failed, credentials refused. */
const failedLogons = new Set(['4625', '4771']);

const nameCategories = new Set(['dns', 'dns_query', 'proxy', 'webproxy']);
const signInServices = new Set(['signinlogs', 'okta']);

export function contactOf(event: TelemetryEvent, entity: Entity): Contact {
  const views = [event.fields, ...(event.parts ?? [])].map((record) => createRecordView(record));
  const { direction, localAddress } = directionOf(views, event, entity);
  return {
    kind: kindOf(event, entity, views),
    direction,
    outcome: outcomeOf(views, event, direction),
    ...(localAddress !== undefined && { localAddress }),
  };
}

function directionOf(
  views: RecordView[],
  event: TelemetryEvent,
  entity: Entity,
): Pick<Contact, 'direction' | 'localAddress'> {
  const source = addressIn(views, sourceFields);
  const target = addressIn(views, targetFields);
  if (entity.type === 'ip') {
    const listed = canonicalAddress(entity.address) ?? entity.address;
    if (target === listed) return { direction: 'outbound', ...(source !== undefined && { localAddress: source }) };
    if (source === listed) return { direction: 'inbound', ...(target !== undefined && { localAddress: target }) };
    return { direction: isCaller(event) ? 'inbound' : 'unknown' };
  }
  // Whoever names a listed name or URL asks for it, but for a server's log, which names what was asked of itself.
  const isServed = event.logSource.category === 'webserver';
  return { direction: isServed ? 'inbound' : 'outbound', ...(source !== undefined && { localAddress: source }) };
}

/** The one address of a record with an account is where that account came from. */
const isCaller = ({ entities }: TelemetryEvent): boolean =>
  entities.some(({ type }) => type === 'account') && entities.filter(({ type }) => type === 'ip').length === 1;

function kindOf({ logSource, entities }: TelemetryEvent, entity: Entity, views: RecordView[]): Contact['kind'] {
  if (entity.type === 'filehash') return 'file';
  if (entity.type === 'dns' || entity.type === 'url' || nameCategories.has(logSource.category ?? '')) return 'name';
  const isLogon = views.some((view) => view.texts('eventid').some(({ text }) => logons.has(text)));
  const isAuth = views.some((view) => view.texts('type').some(({ text }) => /^USER_(?:LOGIN|AUTH)$/.test(text)));
  const isSshd = logSource.service === 'sshd';
  if (isLogon || isAuth || isSshd || signInServices.has(logSource.service ?? '')) return 'signIn';
  if (entities.some(({ type }) => type === 'account') && logSource.category === undefined) return 'signIn';
  return entity.type === 'ip' ? 'network' : 'other';
}

function outcomeOf(views: RecordView[], event: TelemetryEvent, direction: Contact['direction']): Contact['outcome'] {
  const [attempt] = sshAttempts(event);
  if (attempt) return attempt.outcome === 'failure' ? 'stopped' : 'let through';
  if (isSshdNoise(event) || views.some((view) => hasFailed(view, direction))) return 'stopped';
  const words = views.flatMap((view) => outcomeFields.flatMap((field) => wordsOf(view, field)));
  if (words.some((word) => stopped.has(word) || isRefusal(word))) return 'stopped';
  return words.some((word) => letThrough.has(word) || word === '0') ? 'let through' : 'unknown';
}

function hasFailed(view: RecordView, direction: Contact['direction']): boolean {
  if (view.texts('eventid').some(({ text }) => failedLogons.has(text))) return true;
  if (errorFields.some((field) => view.texts(field).some(({ text }) => text !== '' && text !== '0'))) return true;
  const isRefused = direction === 'outbound' ? refusedByProxy : refusedByServer;
  return statusFields.some((field) => view.texts(field).some(({ text }) => isRefused(Number(text))));
}

/** Codes of Entra for a sign-in that failed (five digits and more), and words that only begin like ours: `SASAuthorizationError`, `FAILED_X`. */
const isRefusal = (word: string): boolean => /^\d{5,}$/.test(word) || /^(?:failed|denied|blocked|deny)[ _-]/.test(word);

const wordsOf = (view: RecordView, field: string): string[] =>
  view.texts(field).map(({ text }) => text.trim().toLowerCase());

/** What sshd says of those who never got in. */
const isSshdNoise = ({ logSource, fields }: TelemetryEvent): boolean =>
  logSource.service === 'sshd' &&
  typeof fields['message'] === 'string' &&
  /\[preauth\]|^(?:Failed|Invalid user|Did not receive|Unable to negotiate|Bad protocol|Disconnected from (?:invalid|authenticating))/.test(
    fields['message'],
  );

function addressIn(views: RecordView[], fields: readonly string[]): string | undefined {
  for (const view of views) {
    for (const field of fields) {
      for (const { text } of view.texts(field)) {
        const address = canonicalAddress(text.trim().toLowerCase());
        if (address !== undefined) return address;
      }
    }
  }
  return undefined;
}
