import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { databaseTls } from '../../../shared/core/posture/checks/databaseTls';

export const recommendation: Recommendation = {
  key: 'database/mySqlTls',
  assessmentKey: '1f6d29f6-4edb-ea39-042b-de8f123ddd39',
  metadata: {
    displayName: 'Enforce SSL connection should be enabled for MySQL database servers',
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
      'mysql flexible-server parameter set --server-name <server> --resource-group <group> --name ' +
      'require_secure_transport --value ON',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/e802a67a-daf5-4436-9ea6-f6d821dd0c5d',
  },
  freshnessHours: 24,
  ...databaseTls('Microsoft.DBforMySQL'),
};
