import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { asText, isObject, textField } from '../../ingest/field';
import { rememberLast } from '../rememberLast';

/** Who called an interface of a cloud or cluster. */
export interface Principal {
  key: string;
  name: string;
  account: Entity & { type: 'account' };
  address?: string;
  /** It wrote, deleted or acted, rather than read. */
  changes: boolean;
}

/** Sources that tell of calls. */
export const callSources: ReadonlySet<string> = new Set([
  'azureActivity',
  'cloudTrail',
  'gcpAudit',
  'kubernetesAudit',
  'aksAudit',
]);

type AccountEntity = Entity & { type: 'account' };

/** One spelling for one account, from the strongest name that it has. */
export function accountKey({ name, ntDomain, upnSuffix, aadUserId }: AccountEntity): string {
  const qualified = ntDomain ? `${ntDomain}\\${name}` : upnSuffix ? `${name}@${upnSuffix}` : name;
  return (aadUserId ?? qualified).toLowerCase();
}

const accountName = ({ name, upnSuffix }: AccountEntity): string => (upnSuffix ? `${name}@${upnSuffix}` : name);

/** Asked of events of `callSources` only; undefined for calls of the platform itself. */
export const principalOf = rememberLast((event: TelemetryEvent): Principal | undefined => {
  const changes = readers[event.source]?.(event.fields);
  const account = event.entities.find((entity): entity is AccountEntity => entity.type === 'account');
  if (changes === undefined || account === undefined) return undefined;
  const address = event.entities.find((entity) => entity.type === 'ip')?.address;
  const key = event.source === 'cloudTrail' ? awsKey(event.fields, account) : accountKey(account);
  return { key, name: accountName(account), account, changes, ...(address !== undefined && { address }) };
});

/** Whether a call changes something; undefined when it is not to be counted. */
const readers: Record<string, (fields: JsonObject) => boolean | undefined> = {
  azureActivity: activityChanges,
  cloudTrail: (fields) =>
    isObject(fields.userIdentity) && fields.userIdentity.type === 'AWSService' ? undefined : fields.readOnly === false,
  gcpAudit: (fields) => /%2Factivity$/i.test(textField(fields, 'logName')),
  kubernetesAudit: kubernetesChanges,
  aksAudit: kubernetesChanges,
};

/** An operation has a record for its start and one for its end; that it was accepted between them says nothing more. */
function activityChanges(fields: JsonObject): boolean | undefined {
  const category = textField(fields, 'CategoryValue');
  if (category !== '' && category.toLowerCase() !== 'administrative') return undefined;
  return /^acc/i.test(asText(fields.ActivityStatusValue)) ? undefined : true;
}

/** Nodes and controllers call all the time; a service account may have been taken over. */
function kubernetesChanges(fields: JsonObject): boolean | undefined {
  const user = isObject(fields.user) ? asText(fields.user.username) : '';
  if (user === '' || /^system:(?!serviceaccount:(?!kube-system:))/.test(user)) return undefined;
  if (fields.stage !== 'ResponseComplete' && fields.stage !== undefined) return undefined;
  return !/^(?:get|list|watch)$/.test(asText(fields.verb));
}

/** Sessions of a role are many, and one role. */
function awsKey({ userIdentity }: JsonObject, account: AccountEntity): string {
  if (!isObject(userIdentity)) return accountKey(account);
  const { sessionContext, arn } = userIdentity;
  const issuer = isObject(sessionContext) && isObject(sessionContext.sessionIssuer) ? sessionContext.sessionIssuer : {};
  return (asText(issuer.arn) || asText(arn) || accountKey(account)).toLowerCase();
}
