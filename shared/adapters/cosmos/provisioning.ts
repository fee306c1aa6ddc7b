import { agentDeploymentKey, agentDeploymentScope, autoProvisioningKey } from '../../core/documentIds';
import type { ProvisioningStore } from '../../flows/ports/provisioning';
import type { AgentDeploymentDocument, AutoProvisioningDocument } from '../../model/agentDeployment';
import { parseResourceId } from '../../model/resourceId';
import type { Containers } from './client';
import { listed } from './list';
import { saveVersion } from './saveVersion';

type ProvisioningDocument = AutoProvisioningDocument | AgentDeploymentDocument;

export function provisioningStore(containers: Containers): ProvisioningStore {
  const container = () => containers('settings');
  const point = async <T extends ProvisioningDocument>(key: { id: string; scope: string }): Promise<T | undefined> =>
    (await container().item(key.id, key.scope).read<T>()).resource;

  return {
    setting: (subscriptionId) => point(autoProvisioningKey(subscriptionId)),
    saveSetting: (document) => saveVersion(container(), document),
    deployment: (machineId) => point(agentDeploymentKey(parseResourceId(machineId).id)),
    deployments(subscriptionId, options) {
      const scope = agentDeploymentScope(subscriptionId);
      const query = {
        query: `SELECT * FROM c WHERE c.scope = @scope AND c.kind = 'agentDeployment'`,
        parameters: [{ name: '@scope', value: scope }],
        partitionKey: scope,
      };
      return listed<AgentDeploymentDocument>(container(), query, options);
    },
    saveDeployment: (document) => saveVersion(container(), document),
  };
}
