import { isCollected, sampleCollection } from '../../../shared/core/posture/checks/collected';
import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { missing, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const server = (properties: Resource['properties'] = {}, kind = 'v12.0'): Resource =>
  sampleResource('Microsoft.Sql/servers', { version: '12.0', ...properties }, { kind });

const guid = '00000000-0000-0000-0000-000000000007';

export const recommendation: Recommendation = {
  key: 'sql/entraAdministrator',
  assessmentKey: 'f0553104-cfdb-65e6-759c-002812e38500',
  metadata: {
    displayName: 'SQL servers should have an Azure Active Directory administrator provisioned',
    description:
      'Without an administrator from Microsoft Entra ID nobody can sign in to the databases but with ' +
      'passwords that the server keeps: no multifactor authentication, no conditional access, no central ' +
      'end of an account.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data', 'IdentityAndAccess'],
    threats: ['accountBreach'],
    remediationDescription:
      'Choose a group of your directory as administrator under Settings > Microsoft Entra ID of the server, ' +
      'or run: az sql server ad-admin create --server <server> --resource-group <group> --display-name ' +
      '<name> --object-id <id>',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/1f314764-cb73-4fc9-b863-8eca98ac36e9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/servers'],
  judge(server, graph) {
    const { properties } = server;
    const children = graph.ofType('Microsoft.Sql/servers/administrators');
    const sid = wordAt(properties, 'administrators.sid') ?? wordAt(children[0]?.properties, 'sid');
    if (sid) return healthy();
    // A server answers `administrators: null` where there is none, and leaves it out in older API versions.
    const none = children.length === 0 && isCollected(graph, 'Microsoft.Sql/servers/administrators', server);
    return none || valueAt(properties, 'administrators') === null
      ? unhealthy('NoEntraAdministrator', 'The server has no administrator from Microsoft Entra ID.')
      : missing('administrators');
  },
  cases: [
    { name: 'a group', resource: server({ administrators: { sid: guid, principalType: 'Group' } }), expect: 'Healthy' },
    {
      name: 'as a child',
      resource: server(),
      related: [sampleChild(server(), 'administrators', 'ActiveDirectory', { sid: guid })],
      expect: 'Healthy',
    },
    { name: 'none', resource: server({ administrators: null }), expect: 'Unhealthy' },
    {
      name: 'none was found',
      resource: server(),
      related: [sampleCollection(server(), 'Microsoft.Sql/servers/administrators')],
      expect: 'Unhealthy',
    },
    { name: 'not collected', resource: server(), expect: 'Unknown' },
    { name: 'administrator without id', resource: server({ administrators: {} }), expect: 'Unknown' },
  ],
};
