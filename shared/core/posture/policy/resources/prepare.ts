import type { Json, JsonObject } from '../../../../model/json';
import { isObject } from '../coerce';
import { type Doubt, isDoubt } from '../doubt';
import { placeName } from '../fields/location';
import { lowerKeys } from '../lowerKeys';
import { idParts } from './resourceName';

/** A resource made ready once for all rules: keys in lower case, names from the id, what an index needs. */
export interface PreparedResource {
  id: string;
  idLc: string;
  type: string;
  typeLc: string;
  /** Last segment of the id; the `name` given where there is no id. */
  name: string;
  nameLc: string;
  /** With the names of its parents: `server/database`. */
  fullName: string;
  subscriptionId: string;
  group: string;
  owners: readonly string[];
  /** Why its name, and so its id, is not the one that it will have. */
  nameDoubt: Doubt | undefined;
  /** The same for its id and full name, of which parents and places are a part. */
  idDoubt: Doubt | undefined;
  /** Its place, normalised; undefined if it has none. */
  place: string | Doubt | undefined;
  isSubscription: boolean;
  /** A resource group or a subscription. */
  isScope: boolean;
  body: JsonObject;
  /** Its JSON is nested deeper than rules may look: nothing can be said of it. */
  tooDeep: boolean;
}

/** ARM and Resource Graph name groups in two ways, the language in one. */
const sameTypes = new Map([
  ['microsoft.resources/resourcegroups', 'Microsoft.Resources/subscriptions/resourceGroups'],
  ['microsoft.resources/subscriptions/resourcegroups', 'Microsoft.Resources/subscriptions/resourceGroups'],
  ['microsoft.resources/subscriptions', 'Microsoft.Resources/subscriptions'],
]);

/** A type as the language spells it. */
export const languageType = (type: string): string => sameTypes.get(type.toLowerCase()) ?? type;

const subscriptionType = 'microsoft.resources/subscriptions';
const groupType = 'microsoft.resources/subscriptions/resourcegroups';
const maxTypes = 20_000;
const types = new Map<string, string>();

/** The same string object for equal types: comparing them then costs nothing. */
function oneSpelling(type: string): string {
  const known = types.get(type);
  if (known !== undefined) return known;
  if (types.size < maxTypes) types.set(type, type);
  return type;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export function prepare(resource: JsonObject): PreparedResource {
  let tooDeep = false;
  const body = lowerKeys(resource, () => {
    tooDeep = true;
  });
  if (!isObject(body)) throw new TypeError('a resource is an object');
  const id = textOf(body['id']);
  const parts = idParts(id);
  const given = textOf(body['type']) || parts.type;
  const type = languageType(given);
  const typeLc = oneSpelling(type.toLowerCase());
  const name = parts.names.at(-1) ?? textOf(body['name']);
  const nameDoubt = isDoubt(body['name']) ? (body['name'] as Doubt) : undefined;
  body['name'] = name;
  return {
    id,
    idLc: id.toLowerCase().replace(/\/+$/, ''),
    type,
    typeLc,
    name,
    nameLc: name.toLowerCase(),
    fullName: parts.names.length > 0 ? parts.names.join('/') : name,
    subscriptionId: parts.subscriptionId,
    group: parts.group,
    owners: parts.owners,
    nameDoubt,
    idDoubt: nameDoubt,
    place: isDoubt(body['location']) ? body['location'] : placeName(textOf(body['location'])) || undefined,
    isSubscription: typeLc === subscriptionType,
    isScope: typeLc === subscriptionType || typeLc === groupType,
    body,
    tooDeep,
  };
}
