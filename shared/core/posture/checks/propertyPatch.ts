import type { JsonObject } from '../../../model/json';
import type { Resource } from '../../../model/resource';
import type { ArmRequest } from '../recommendation';

/** A patch of the resource itself that names only what must change. */
export const patchProperties = (resource: Resource, apiVersion: string, properties: JsonObject): ArmRequest[] => [
  { method: 'PATCH', path: resource.id, apiVersion, body: { properties } },
];
