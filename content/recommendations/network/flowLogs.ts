import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const network = (properties: Resource['properties']) => sampleResource('Microsoft.Network/virtualNetworks', properties);
const space = { addressSpace: { addressPrefixes: ['192.0.2.0/24'] }, subnets: [] };

export const recommendation: Recommendation = {
  key: 'network/flowLogs',
  // A policy of Microsoft's, which Defender for Cloud has no assessment of: UUIDv5 (URL) of the key.
  assessmentKey: 'b075992c-3573-5710-a1a3-283db5576dd8',
  metadata: {
    displayName: 'Flow logs should be enabled for virtual networks',
    description:
      'Nobody records who talks to whom in this network. Scans, movements of an intruder and data that leaves cannot be seen while they happen, nor reconstructed afterwards.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Networking'],
    threats: ['missingCoverage', 'dataExfiltration'],
    remediationDescription:
      'Enable Network Watcher in the region and make a flow log of the network with a storage account: az network watcher flow-log create --location <region> --name <name> --resource-group <group> --vnet <network> --storage-account <account>. Logs of network security groups can no longer be made; those of networks replace them.',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/4c3c6c5f-0d47-4402-99b8-aa543dd8bcee',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Network/virtualNetworks'],
  judge({ properties }) {
    const logs = listAt(properties, 'flowLogs');
    if (logs && logs.length > 0) {
      // ARM lists references, which tell no state: Microsoft's policy takes them for flow logs as well.
      const isReference = (log: unknown): boolean => !!wordAt(log, 'id') && !valueAt(log, 'properties');
      const states = logs.map((log) => isReference(log) || flagAt(log, 'properties.enabled'));
      if (states.includes(true)) return healthy();
      return states.includes(undefined)
        ? unknown('PropertyMissing', 'The snapshot does not tell whether a flow log of the network is on.')
        : unhealthy('FlowLogsOff', 'All flow logs of the network are switched off.');
    }
    // ARM leaves the list out of a network that has none, but every whole snapshot has an address space.
    return valueAt(properties, 'addressSpace') && (logs || valueAt(properties, 'flowLogs') === undefined)
      ? unhealthy('NoFlowLogs', 'No flow log records the traffic of the network.')
      : unknown('PropertyMissing', 'The snapshot does not tell whether there are flow logs.');
  },
  cases: [
    { name: 'a flow log', resource: network({ ...space, flowLogs: [{ id: 'log-1' }] }), expect: 'Healthy' },
    { name: 'none', resource: network(space), expect: 'Unhealthy' },
    {
      name: 'switched off',
      resource: network({ ...space, flowLogs: [{ id: 'log-1', properties: { enabled: false } }] }),
      expect: 'Unhealthy',
    },
    {
      name: 'a flow log of unknown state',
      resource: network({ ...space, flowLogs: [{ id: 'log-1', properties: { provisioningState: 'Succeeded' } }] }),
      expect: 'Unknown',
    },
    { name: 'a partial snapshot', resource: network({ provisioningState: 'Succeeded' }), expect: 'Unknown' },
  ],
};
