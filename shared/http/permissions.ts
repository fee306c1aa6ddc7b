import type { RoleName } from '../model/documents/settings';
import { roleNames } from '../model/documents/settings';

export type Permission =
  | 'read'
  | 'changeAlertState'
  | 'manageSuppression'
  | 'managePlans'
  | 'manageProvisioning'
  | 'simulateAlerts'
  | 'writeAutomation'
  | 'writeTarget'
  | 'manageIngestKeys'
  | 'manageWorkspaces'
  | 'readQuarantine'
  | 'replayQuarantine'
  | 'manageLogReaders'
  | 'manageIntelFeeds'
  | 'manageDetections'
  | 'manageSourceMappings'
  | 'runMachineTask'
  | 'manageStandards'
  | 'managePolicies'
  | 'exempt'
  | 'writeAssessment'
  | 'applyFix';

/** Where a role must be assigned to grant something: anywhere, or at a subscription or above. */
export type GrantLevel = 'anywhere' | 'subscription';

/**
 * The roles matrix of Defender for Cloud (documented 2025-03, 2025-10). A Contributor or Owner of a resource group alone
 * does not dismiss alerts. `writeTarget` is write on the resource that an automation sends to.
 */
export const permissions: Record<Permission, Partial<Record<RoleName, GrantLevel>>> = {
  read: Object.fromEntries(roleNames.map((role) => [role, 'anywhere'])),
  changeAlertState: { 'Security Admin': 'anywhere', Contributor: 'subscription', Owner: 'subscription' },
  /** Documented 2026-05; a rule counts for its whole subscription. */
  manageSuppression: { 'Security Admin': 'subscription', Owner: 'subscription' },
  managePlans: { 'Security Admin': 'subscription', Contributor: 'subscription', Owner: 'subscription' },
  /** As plans: the command that runs on machines is ours, and what it may do there Azure decides. */
  manageProvisioning: { 'Security Admin': 'subscription', Contributor: 'subscription', Owner: 'subscription' },
  simulateAlerts: { Contributor: 'subscription', Owner: 'subscription' },
  writeAutomation: { 'Security Admin': 'anywhere', Owner: 'anywhere' },
  writeTarget: { Contributor: 'anywhere', Owner: 'anywhere' },
  /** Ours: keys of the ingest door and onboarding commands, held at the subscription Skywarden is deployed into. */
  manageIngestKeys: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** A Security Admin creates the workspaces; held at the subscription Skywarden is deployed into, whose telemetry they divide. */
  manageWorkspaces: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** Ours, at the subscription Skywarden is deployed into: input that could not be read is of nobody knows which scope. */
  readQuarantine: { 'Security Admin': 'subscription', 'Security Reader': 'subscription', Owner: 'subscription' },
  /** Ours, likewise: raw input may hold anything, secrets too. */
  replayQuarantine: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** Ours, likewise: a reader brings telemetry in with the identity of the app. */
  manageLogReaders: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** Ours, likewise: feeds decide what is detected anywhere. */
  manageIntelFeeds: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** Ours, likewise: rules decide what is detected anywhere. */
  manageDetections: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** Ours, likewise: a mapping says whose telemetry a record is. */
  manageSourceMappings: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** As applying a recommendation (Fix): it acts on the machine, so it takes write on it, which a Security Admin has not. */
  runMachineTask: { Contributor: 'anywhere', Owner: 'anywhere' },
  /** Standards and what is attested of them count for their whole subscription. */
  manageStandards: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** Definitions, assignments and what is switched off count for their whole scope (roles matrix: edit security policy). */
  managePolicies: { 'Security Admin': 'subscription', Owner: 'subscription' },
  /** Roles matrix: exempt recommendations. Needed at the resource and at the scope of the assignment. */
  exempt: { 'Security Admin': 'anywhere', Owner: 'subscription' },
  /** What products of others found about a resource. */
  writeAssessment: { 'Security Admin': 'anywhere', Owner: 'subscription' },
  /** It changes the resource: a Security Admin has no write on it. */
  applyFix: { Contributor: 'anywhere', Owner: 'anywhere' },
};
