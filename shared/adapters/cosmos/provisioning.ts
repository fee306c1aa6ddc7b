import { agentDeploymentKey, agentDeploymentScope, autoProvisioningKey } from '../../core/documentIds';
import type { ProvisioningStore } from '../../flows/ports/provisioning';
import type { AgentDeploymentDocument, AutoProvisioningDocument } from '../../model/agentDeployment';
import { parseResourceId } from '../../model/resourceId';
import { orConflict } from './batch';
import type { Containers } from './client';
import { listed } from './list';

type ProvisioningDocument = AutoProvisioningDocument | AgentDeploymentDocument;

export function provisioningStore(containers: Containers): ProvisioningStore {
  const container = () => containers('settings');
  const point = async <T extends ProvisioningDocument>(key: { id: string; scope: string }): Promise<T | undefined> =>
    (await container().item(key.id, key.scope).read<T>()).resource;
  const save = async <T extends ProvisioningDocument>(document: T): Promise<T> => {
    const { _etag, ...rest }: ProvisioningDocument = document;
    if (!_etag) return (await orConflict(container().items.create(rest))).resource as unknown as T;
    const accessCondition = { type: 'IfMatch', condition: _etag };
    const write = container().item(rest.id, rest.scope).replace(rest, { accessCondition });
    return (await orConflict(write)).resource as unknown as T;
  };

  return {
    setting: (subscriptionId) => point(autoProvisioningKey(subscriptionId)),
    saveSetting: save,
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
    saveDeployment: save,
  };
}
