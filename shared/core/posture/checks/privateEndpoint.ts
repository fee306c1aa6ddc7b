import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { listAt, missing, valueAt, wordAt } from './setting';
import { healthy, type RecommendationCase, type ResourceGraph, unhealthy } from '../recommendation';
import { sampleChild } from './sampleResource';

const connectionsAt = 'privateEndpointConnections';
const statusAt = 'privateLinkServiceConnectionState.status';

/**
 * Healthy where an approved private endpoint leads to the resource. `wholeWith` names a property that every whole snapshot of the type
 * has: then a list that is absent is empty, since these services leave it out.
 */
export function judgePrivateEndpoint(resource: Resource, graph: ResourceGraph, wholeWith?: string): Verdict {
  const own = listAt(resource.properties, connectionsAt);
  const children = graph.ofType(`${resource.type}/${connectionsAt}`);
  const states = [
    ...(own ?? []).map((connection) => wordAt(connection, `properties.${statusAt}`) ?? wordAt(connection, statusAt)),
    ...children.map(({ properties }) => wordAt(properties, statusAt)),
  ];
  if (states.includes('approved')) return healthy();
  const known = own !== undefined || children.length > 0 || (wholeWith !== undefined && isSet(resource, wholeWith));
  if (!known || states.includes(undefined)) return missing(connectionsAt);
  return unhealthy('NoPrivateEndpoint', 'No approved private endpoint leads to the resource.');
}

const isSet = ({ properties }: Resource, path: string): boolean => {
  const value = valueAt(properties, path);
  return typeof value === 'string' && value !== '' && valueAt(properties, connectionsAt) === undefined;
};

/** Cases that every recommendation about private endpoints has; `resource` answers one with these properties. */
export function privateEndpointCases(
  resource: (properties: Resource['properties']) => Resource,
  wholeWith?: string,
): RecommendationCase[] {
  const connection = (status: string) => ({ properties: { privateLinkServiceConnectionState: { status } } });
  const bare = resource({ provisioningState: 'Succeeded' });
  const child = (properties: Resource['properties']) => sampleChild(bare, connectionsAt, 'front', properties);
  return [
    { name: 'approved', resource: resource({ [connectionsAt]: [connection('Approved')] }), expect: 'Healthy' },
    { name: 'still pending', resource: resource({ [connectionsAt]: [connection('Pending')] }), expect: 'Unhealthy' },
    { name: 'no connection', resource: resource({ [connectionsAt]: [] }), expect: 'Unhealthy' },
    {
      name: 'connection as a child, rejected',
      resource: bare,
      related: [child({ privateLinkServiceConnectionState: { status: 'Rejected' } })],
      expect: 'Unhealthy',
    },
    { name: 'connection without state', resource: bare, related: [child({})], expect: 'Unknown' },
    ...(wholeWith === undefined
      ? []
      : [
          {
            name: 'whole snapshot without connections',
            resource: resource({ [wholeWith]: 'x' }),
            expect: 'Unhealthy' as const,
          },
        ]),
    { name: 'connections not collected', resource: bare, expect: 'Unknown' },
  ];
}
