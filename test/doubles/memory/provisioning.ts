import { agentDeploymentKey, agentDeploymentScope, autoProvisioningKey } from '../../../shared/core/documentIds';
import type { ProvisioningStore } from '../../../shared/flows/ports/provisioning';
import type { AgentDeploymentDocument, AutoProvisioningDocument } from '../../../shared/model/agentDeployment';
import { parseResourceId } from '../../../shared/model/resourceId';
import { etagMap, page } from './etagMap';

const keyOf = ({ id, scope }: { id: string; scope: string }): string => `${scope}|${id}`;

export function memoryProvisioning(): ProvisioningStore {
  const settings = etagMap<AutoProvisioningDocument>();
  const deployments = etagMap<AgentDeploymentDocument>();
  return {
    setting: async (subscriptionId) => settings.get(keyOf(autoProvisioningKey(subscriptionId))),
    saveSetting: async (document) => settings.write([[keyOf(document), document]])[0]!,
    deployment: async (machineId) => deployments.get(keyOf(agentDeploymentKey(parseResourceId(machineId).id))),
    deployments: async (subscriptionId, options) =>
      page(
        deployments.values(({ scope }) => scope === agentDeploymentScope(subscriptionId)),
        options,
      ),
    saveDeployment: async (document) => deployments.write([[keyOf(document), document]])[0]!,
  };
}
