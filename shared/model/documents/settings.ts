import type { Automation } from '../automation';
import type { PlanStates } from '../plan';
import type { SuppressionRule } from '../suppressionRule';
import type { MachineWorkspace, Workspace } from '../workspace';
import type { Stored } from './stored';

/** Container `settings`, key `/scope` (lower-case ARM scope; `/` for the tenant). */
export interface AutomationDocument extends Stored {
  kind: 'automation';
  scope: string;
  automation: Automation;
}

/** Container `settings`, scope `/subscriptions/{id}`. */
export interface SuppressionRuleDocument extends Stored {
  kind: 'suppressionRule';
  scope: string;
  rule: SuppressionRule;
}

/** Container `settings`, scope `/subscriptions/{id}`: all plans in one document, so that of two updates at once one hears of it. */
export interface PlansDocument extends Stored {
  kind: 'plans';
  scope: string;
  plans: PlanStates;
}

export const roleNames = ['Owner', 'Contributor', 'Reader', 'Security Admin', 'Security Reader'] as const;

export type RoleName = (typeof roleNames)[number];

export interface RoleAssignmentDocument extends Stored {
  kind: 'roleAssignment';
  scope: string;
  principalId: string;
  role: RoleName;
}

/** A subscription Skywarden knows, with its management groups from the nearest to the root (ids in lower case). */
export interface SubscriptionDocument extends Stored {
  kind: 'subscription';
  scope: string;
  subscriptionId: string;
  displayName: string;
  tenantId: string;
  managementGroups: string[];
}

/** Container `settings`, scope `/workspaces`: in one partition, so that no two have one name. */
export interface WorkspaceDocument extends Stored {
  kind: 'workspace';
  scope: string;
  workspace: Workspace;
}

/** Container `settings`, scope `/subscriptions/{id}`: written once for each machine. */
export interface MachineWorkspaceDocument extends Stored, MachineWorkspace {
  kind: 'machineWorkspace';
  scope: string;
}

export type SettingDocument = AutomationDocument | RoleAssignmentDocument | SubscriptionDocument;
