import type { RoleName } from '../model/documents';
import { roleNames } from '../model/documents';

export type Permission = 'read' | 'changeAlertState' | 'writeAutomation' | 'writeTarget';

/** Where a role must be assigned to grant something: anywhere, or at a subscription or above. */
export type GrantLevel = 'anywhere' | 'subscription';

/**
 * The roles matrix of Defender for Cloud (documented 2025-03, 2025-10). A Contributor or Owner of a resource group alone
 * does not dismiss alerts. `writeTarget` is write on the resource that an automation sends to.
 */
export const permissions: Record<Permission, Partial<Record<RoleName, GrantLevel>>> = {
  read: Object.fromEntries(roleNames.map((role) => [role, 'anywhere'])),
  changeAlertState: { 'Security Admin': 'anywhere', Contributor: 'subscription', Owner: 'subscription' },
  writeAutomation: { 'Security Admin': 'anywhere', Owner: 'anywhere' },
  writeTarget: { Contributor: 'anywhere', Owner: 'anywhere' },
};
