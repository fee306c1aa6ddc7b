import type { AutomationDocument, RoleAssignmentDocument, SubscriptionDocument } from '../../model/documents/settings';
import type { SourceMappingDocument } from '../../model/sourceMapping';

export interface SettingStore {
  automations(subscriptionId: string): Promise<AutomationDocument[]>;
  /** By ARM id, without case. */
  automation(automationId: string): Promise<AutomationDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  saveAutomation(document: AutomationDocument): Promise<AutomationDocument>;
  removeAutomation(document: AutomationDocument): Promise<void>;
  roleAssignments(principalIds: string[]): Promise<RoleAssignmentDocument[]>;
  saveRoleAssignment(document: RoleAssignmentDocument): Promise<void>;
  subscriptions(): Promise<SubscriptionDocument[]>;
  /** Idempotent: keeps what is there. */
  addSubscription(document: SubscriptionDocument): Promise<void>;
  /** Replaces what is there. */
  saveSubscription(document: SubscriptionDocument): Promise<void>;
}

/** How users have records read that no source knows. Names are compared without case, within their workspace. */
export interface SourceMappingStore {
  /** Of all workspaces. */
  list(): Promise<SourceMappingDocument[]>;
  get(workspaceId: string, name: string): Promise<SourceMappingDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  save(document: SourceMappingDocument): Promise<SourceMappingDocument>;
  /** Throws Conflict when another version is there or it is gone. */
  remove(document: SourceMappingDocument): Promise<void>;
}
