import type { AgentDeploymentDocument, AutoProvisioningDocument } from '../../model/agentDeployment';
import type { Listed, ListOptions } from './listed';

/** Whether and how machines get the collector. Ids are compared without case. */
export interface ProvisioningStore {
  setting(subscriptionId: string): Promise<AutoProvisioningDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  saveSetting(document: AutoProvisioningDocument): Promise<AutoProvisioningDocument>;
  deployment(machineId: string): Promise<AgentDeploymentDocument | undefined>;
  deployments(subscriptionId: string, options: ListOptions): Promise<Listed<AgentDeploymentDocument>>;
  /** As `saveSetting`. */
  saveDeployment(document: AgentDeploymentDocument): Promise<AgentDeploymentDocument>;
}
