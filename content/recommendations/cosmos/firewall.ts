import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, missing, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.DocumentDB/databaseAccounts', properties, { kind: 'GlobalDocumentDB' });

export const recommendation: Recommendation = {
  key: 'cosmos/firewall',
  assessmentKey: '276b1952-c364-852b-11e5-657f0fa34dc6',
  metadata: {
    displayName: 'Azure Cosmos DB accounts should have firewall rules',
    description:
      'An account without rules answers every address: one leaked key is enough to read and change ' +
      'everything in it from anywhere. Rules limit who can reach the account at all.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration', 'accountBreach'],
    remediationDescription:
      'List the networks that need the account and add them under Networking > Selected networks, or run: ' +
      'az cosmosdb update --name <account> --resource-group <group> --ip-range-filter <addresses>',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/862e97cf-49fc-4a5c-9de4-40d4e2e7c8eb',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DocumentDB/databaseAccounts'],
  judge({ properties }) {
    const access = wordAt(properties, 'publicNetworkAccess');
    if (access === 'disabled') return healthy('Public network access is disabled.');
    if (flagAt(properties, 'isVirtualNetworkFilterEnabled') === true) return healthy('A virtual network filter is on.');
    const rules = listAt(properties, 'ipRules');
    if (rules && rules.length > 0) return healthy();
    if (access === undefined || !rules || flagAt(properties, 'isVirtualNetworkFilterEnabled') === undefined) {
      return missing('publicNetworkAccess, ipRules and isVirtualNetworkFilterEnabled');
    }
    return unhealthy('FirewallOff', 'The account answers every address.');
  },
  cases: [
    { name: 'no public address', resource: account({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    {
      name: 'address rules',
      resource: account({ ipRules: [{ ipAddressOrRange: '192.0.2.0/24' }] }),
      expect: 'Healthy',
    },
    { name: 'virtual networks', resource: account({ isVirtualNetworkFilterEnabled: true }), expect: 'Healthy' },
    {
      name: 'no rules',
      resource: account({ publicNetworkAccess: 'Enabled', isVirtualNetworkFilterEnabled: false, ipRules: [] }),
      expect: 'Unhealthy',
    },
    { name: 'partial snapshot', resource: account({ publicNetworkAccess: 'Enabled' }), expect: 'Unknown' },
  ],
};
