import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeWord } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const server = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.DBforPostgreSQL/servers', properties);

const flexible = sampleResource('Microsoft.DBforPostgreSQL/flexibleServers', { version: '16' });

const parameter = (value: string): Resource =>
  sampleChild(flexible, 'configurations', 'require_secure_transport', { value });

export const recommendation: Recommendation = {
  key: 'database/postgreSqlTls',
  assessmentKey: '1fde2073-a488-17e9-9534-5a3b23379b4b',
  metadata: {
    displayName: 'Enforce SSL connection should be enabled for PostgreSQL database servers',
    description:
      'Connections without TLS carry passwords, queries and answers in clear text: whoever is on the path ' +
      'reads them. Enforced on the server, a client that does not encrypt is refused.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataSpillage', 'dataExfiltration'],
    remediationDescription:
      'Make sure that the connection strings of all clients ask for TLS, then enforce it: single servers ' +
      'under Connection security, flexible servers by the parameter require_secure_transport, or run: az ' +
      'postgres flexible-server parameter set --server-name <server> --resource-group <group> --name ' +
      'require_secure_transport --value on',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/d158790f-bfb0-486c-8631-2dc6b4e8e6af',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DBforPostgreSQL/servers', 'Microsoft.DBforPostgreSQL/flexibleServers'],
  judge(server, graph) {
    const fault = { cause: 'PlainConnections', description: 'The server accepts connections without TLS.' };
    const words = { right: ['enabled', 'on'], wrong: ['disabled', 'off'] };
    if (server.type.toLowerCase().endsWith('/servers'))
      return judgeWord(server.properties, 'sslEnforcement', words, fault);
    const parameter = graph
      .ofType('Microsoft.DBforPostgreSQL/flexibleServers/configurations')
      .find(({ id }) => id.toLowerCase().endsWith('/require_secure_transport'));
    return judgeWord(parameter?.properties, 'value', words, fault);
  },
  cases: [
    { name: 'enforced', resource: server({ sslEnforcement: 'Enabled' }), expect: 'Healthy' },
    { name: 'not enforced', resource: server({ sslEnforcement: 'Disabled' }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: server({ version: '8' }), expect: 'Unknown' },
    { name: 'flexible server, enforced', resource: flexible, related: [parameter('ON')], expect: 'Healthy' },
    { name: 'flexible server, not enforced', resource: flexible, related: [parameter('off')], expect: 'Unhealthy' },
    { name: 'parameters not collected', resource: flexible, expect: 'Unknown' },
  ],
};
