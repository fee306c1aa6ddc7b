import type { Entity } from '../../../model/entity';
import type { Json, JsonObject } from '../../../model/json';
import { parseResourceId } from '../../../model/resourceId';
import { cleanAddress } from '../address';
import { field, isObject, jsonField } from '../field';

/** Claims of the identity in a record of the activity log: most begin with this. */
export const claim = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
export const objectId = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

function claimsOf(record: JsonObject): JsonObject {
  const identity = jsonField(field(record, 'identity'));
  if (!isObject(identity)) return {};
  return [identity.claims, identity.claim].find((claims): claims is JsonObject => isObject(claims)) ?? {};
}

/** The user's name, else the application, else the object id; for old exports the identity is a plain name. */
export function callerOf(record: JsonObject): string {
  const claims = claimsOf(record);
  const named = [
    claims[`${claim}upn`],
    claims[`${claim}name`],
    claims.appid,
    claims[objectId],
    record.Caller,
    record.identity,
  ];
  return named.find((name): name is string => typeof name === 'string' && name !== '' && !/^\s*\{/.test(name)) ?? '';
}

/** Who acted, from where, on which resource. */
export function activityEntities(record: JsonObject, resourceId: string): Entity[] {
  const claims = claimsOf(record);
  const [name = '', upnSuffix] = callerOf(record).split('@', 2);
  const aadUserId = textOrNone(claims[objectId]);
  const address = cleanAddress(field(record, 'callerIpAddress')) ?? cleanAddress(claims.ipaddr);
  const isResource = parseResourceId(resourceId).subscriptionId !== '';
  const entities: (Entity | false | undefined)[] = [
    name !== '' && { type: 'account', name, ...(upnSuffix && { upnSuffix }), ...(aadUserId && { aadUserId }) },
    address !== undefined && { type: 'ip', address },
    isResource && { type: 'azure-resource', resourceId },
  ];
  return entities.filter((entity): entity is Entity => Boolean(entity));
}

const textOrNone = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
