import type { Json } from '../../../model/json';
import type { Resource } from '../../../model/resource';
import { isDoubt } from '../policy/doubt';
import { valueLater } from './partlyKnown';
import { documentedDefaults } from './documentedDefaults';
import { keyOf, memberOf, objectOf } from './member';
import type { TemplateResource } from './templateResource';

/** Members of resources by the spelling that ARM answers with. */
const members = ['name', 'location', 'kind', 'tags', 'sku', 'identity', 'zones', 'managedBy', 'plan'];

/** Azure fills them in: that a template has none says nothing. */
const readOnly = ['privateEndpointConnections', 'provisioningState'];

/** As the inventory would see it once it is deployed: with Azure's documented defaults, and unknown what only Azure knows. */
export function asResource({ id, type, body, apiVersion }: TemplateResource): Resource {
  const envelope: Record<string, Json> = {};
  for (const key of members) {
    const value = memberOf(body, key);
    if (value !== undefined && value !== null) envelope[key] = value;
  }
  return { name: '', ...envelope, id, type, properties: propertiesOf(type, apiVersion, memberOf(body, 'properties')) };
}

function propertiesOf(type: string, apiVersion: string, stated: Json | undefined): Resource['properties'] {
  // A doubt in their place: whoever looks at it is told.
  if (isDoubt(stated)) return stated as unknown as Resource['properties'];
  const properties = { ...objectOf(stated) };
  for (const [key, value] of Object.entries(documentedDefaults(type, apiVersion))) {
    if (keyOf(properties, key) === undefined) properties[key] = value;
  }
  for (const key of readOnly) {
    if (keyOf(properties, key) === undefined)
      properties[key] = valueLater(`${key}, which Azure makes`) as unknown as Json;
  }
  return properties;
}

/** Settings that a template may write into their parent and that the inventory keeps as a child of their own. */
export function inlineChildren(resource: Resource): Resource[] {
  if (!/^microsoft\.web\/sites(?:\/slots)?$/i.test(resource.type) || isDoubt(resource.properties)) return [];
  const config = resource.properties['siteConfig'] as Json | undefined;
  if (config === undefined || config === null) return [];
  return [
    {
      id: `${resource.id}/config/web`,
      name: 'web',
      type: `${resource.type}/config`,
      properties: config as Resource['properties'],
    },
  ];
}
