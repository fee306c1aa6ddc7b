import type { Resource } from '../../../model/resource';
import type { Recommendation } from '../recommendation';
import { sampleChild, sampleResource } from './sampleResource';
import { judgeWord } from './setting';

/** Whether database servers of a provider refuse connections without TLS: single servers say so themselves, flexible ones by a parameter. */
export function databaseTls(
  provider: 'Microsoft.DBforMySQL' | 'Microsoft.DBforPostgreSQL',
): Pick<Recommendation, 'appliesTo' | 'judge' | 'cases'> {
  const [single, flexible] = [`${provider}/servers`, `${provider}/flexibleServers`];
  const server = (properties: Resource['properties']): Resource => sampleResource(single, properties);
  const sample = sampleResource(flexible, { version: '16' });
  const parameter = (value: string): Resource =>
    sampleChild(sample, 'configurations', 'require_secure_transport', { value });
  return {
    appliesTo: [single, flexible],
    judge({ type, properties }, graph) {
      const fault = { cause: 'PlainConnections', description: 'The server accepts connections without TLS.' };
      const words = { right: ['enabled', 'on'], wrong: ['disabled', 'off'] };
      if (type.toLowerCase().endsWith('/servers')) return judgeWord(properties, 'sslEnforcement', words, fault);
      const found = graph
        .ofType(`${flexible}/configurations`)
        .find(({ id }) => id.toLowerCase().endsWith('/require_secure_transport'));
      return judgeWord(found?.properties, 'value', words, fault);
    },
    cases: [
      { name: 'enforced', resource: server({ sslEnforcement: 'Enabled' }), expect: 'Healthy' },
      { name: 'not enforced', resource: server({ sslEnforcement: 'Disabled' }), expect: 'Unhealthy' },
      { name: 'not in the snapshot', resource: server({ version: '8' }), expect: 'Unknown' },
      { name: 'flexible server, enforced', resource: sample, related: [parameter('ON')], expect: 'Healthy' },
      { name: 'flexible server, not enforced', resource: sample, related: [parameter('off')], expect: 'Unhealthy' },
      { name: 'parameters not collected', resource: sample, expect: 'Unknown' },
    ],
  };
}
