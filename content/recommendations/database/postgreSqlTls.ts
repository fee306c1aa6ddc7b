import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { databaseTls } from '../../../shared/core/posture/checks/databaseTls';

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
  ...databaseTls('Microsoft.DBforPostgreSQL'),
};
