import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { field, isObject, textField } from '../../ingest/field';
import { logonOf } from './logon';
import { rememberLast } from '../rememberLast';

/** Somebody signed in to a cloud, and what the record says of where. Members that it does not tell are empty. */
export interface SignIn {
  key: string;
  name: string;
  account: Entity & { type: 'account' };
  address: string;
  asn: string;
  country: string;
  city: string;
  coordinates?: { latitude: number; longitude: number };
  /** To the portal or the tools that resources are managed with. */
  manages: boolean;
}

export const signInSources: ReadonlySet<string> = new Set(['entraSignIn', 'okta']);

/** Azure portal, CLI, PowerShell, Visual Studio Code's extension for Azure, mobile app; and the interface that all of them use. */
const managementApps = new Set([
  'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  '1950a258-227b-4e31-a9cf-717495945fc2',
  'aebc6443-996d-45c2-90f0-388ff96faa56',
  '0c1307d4-29d6-4389-a11c-5cbe7f65d7fa',
  '797f4846-ba00-4fd7-ba43-dac1f8f63013',
]);

/** Successful, interactive sign-ins; asked of events of `signInSources` only. */
export const signInOf = rememberLast((event: TelemetryEvent): SignIn | undefined => {
  const logon = logonOf(event);
  if (logon?.outcome !== 'success') return undefined;
  const { accountKey: key, account } = logon;
  const address = event.entities.find((entity) => entity.type === 'ip')?.address ?? '';
  const name = account.upnSuffix ? `${account.name}@${account.upnSuffix}` : account.name;
  const place = event.source === 'okta' ? oktaPlace(event.fields) : entraPlace(event.fields);
  return { key, name, account, address, ...place };
});

type Place = Pick<SignIn, 'asn' | 'country' | 'city' | 'coordinates' | 'manages'>;

function entraPlace(fields: JsonObject): Place {
  const { properties } = fields;
  const record = isObject(properties) ? properties : fields;
  const location = objectIn(record, 'location') ?? objectIn(record, 'locationDetails') ?? {};
  const ids = [textField(record, 'appId'), textField(record, 'resourceId'), textField(record, 'resourceIdentity')];
  return {
    asn: textField(record, 'autonomousSystemNumber'),
    country: textField(location, 'countryOrRegion'),
    city: textField(location, 'city'),
    ...coordinatesOf(objectIn(location, 'geoCoordinates'), 'latitude', 'longitude'),
    manages: ids.some((id) => managementApps.has(id.toLowerCase())),
  };
}

function oktaPlace(fields: JsonObject): Place {
  const geography = objectIn(objectIn(fields, 'client') ?? {}, 'geographicalContext') ?? {};
  return {
    asn: textField(objectIn(fields, 'securityContext') ?? {}, 'asNumber'),
    country: textField(geography, 'country'),
    city: textField(geography, 'city'),
    ...coordinatesOf(objectIn(geography, 'geolocation'), 'lat', 'lon'),
    manages: false,
  };
}

function objectIn(record: JsonObject, name: string): JsonObject | undefined {
  const value = field(record, name);
  return isObject(value) ? value : undefined;
}

/** Where nothing is known, services write zeroes. */
function coordinatesOf(point: JsonObject | undefined, north: string, east: string): Pick<SignIn, 'coordinates'> {
  if (point === undefined) return {};
  const [latitude, longitude] = [textField(point, north), textField(point, east)].map((text) =>
    text === '' ? NaN : Number(text),
  ) as [number, number];
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0);
  return isPlace ? { coordinates: { latitude, longitude } } : {};
}
