import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import type { Resource } from '../../../shared/model/resource';

const serverId =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Sql/servers/shop-sql';

const server = (kind = 'v12.0'): Resource => ({
  id: serverId,
  name: 'shop-sql',
  type: 'Microsoft.Sql/servers',
  location: 'westeurope',
  kind,
  properties: { version: '12.0', state: 'Ready', minimalTlsVersion: '1.2', publicNetworkAccess: 'Disabled' },
});

const auditing = (properties: Resource['properties'], name = 'Default'): Resource => ({
  id: `${serverId}/auditingSettings/${name}`,
  name,
  type: 'Microsoft.Sql/servers/auditingSettings',
  properties,
});

export const recommendation: Recommendation = {
  key: 'sql/auditing',
  assessmentKey: '94208a8b-16e8-4e5b-abbd-4e81c9d02bee',
  metadata: {
    displayName: 'Auditing on SQL server should be enabled',
    description:
      'Without an audit log nobody can tell afterwards who signed in to the databases of this server and what they read ' +
      'or changed. Auditing of the server covers all its databases, also those created later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['maliciousInsider', 'missingCoverage'],
    remediationDescription:
      'Choose a Log Analytics workspace, storage account or event hub for the log, then turn on "Enable Azure SQL ' +
      'Auditing" under Security > Auditing of the server, or run: az sql server audit-policy update --name <server> ' +
      '--resource-group <group> --state Enabled --lats Enabled --lawri <workspace id>',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/a6fb4358-5bf4-4ad7-ba82-2cd2f41ce5e9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/servers'],
  judge({ kind }, graph) {
    if (kind?.toLowerCase().includes('analytics')) {
      return notApplicable('SynapseServer', 'Servers of Synapse workspaces are audited through their workspace.');
    }
    const settings = graph
      .ofType('Microsoft.Sql/servers/auditingSettings')
      .find(({ name }) => name.toLowerCase() === 'default');
    if (!settings) return unknown('AuditingSettingsMissing', 'The auditing settings of the server were not collected.');
    const state = settings.properties['state'];
    if (typeof state !== 'string') return unknown('PropertyMissing', 'The auditing settings do not name their state.');
    return state.toLowerCase() === 'enabled'
      ? healthy()
      : unhealthy('AuditingOff', 'Activity in the databases of this server is not recorded.');
  },
  cases: [
    { name: 'on', resource: server(), related: [auditing({ state: 'Enabled' })], expect: 'Healthy' },
    { name: 'off', resource: server(), related: [auditing({ state: 'Disabled' })], expect: 'Unhealthy' },
    { name: 'settings not collected', resource: server(), expect: 'Unknown' },
    { name: 'settings without state', resource: server(), related: [auditing({})], expect: 'Unknown' },
    {
      name: 'only settings of another name',
      resource: server(),
      related: [auditing({ state: 'Enabled' }, 'other')],
      expect: 'Unknown',
    },
    { name: 'server of a Synapse workspace', resource: server('v12.0,analytics'), expect: 'NotApplicable' },
  ],
};
