import { cosmosContainers } from '../../shared/adapters/cosmos/client';
import { settingStore } from '../../shared/adapters/cosmos/settings';
import { readConfig } from '../../shared/config';
import type { RoleName } from '../../shared/model/documents/settings';
import { developmentPrincipals } from '../issuer/developmentPrincipals';

/** Gives each development principal its role over everything on this machine, and makes the home subscription known. Idempotent. */
export async function grantRoles(settings: Record<string, string>): Promise<void> {
  const config = readConfig(settings);
  const store = settingStore(cosmosContainers(config));
  await store.addSubscription({
    id: `subscription|${config.HOME_SUBSCRIPTION_ID}`,
    kind: 'subscription',
    scope: `/subscriptions/${config.HOME_SUBSCRIPTION_ID}`,
    workspaceId: 'default',
    subscriptionId: config.HOME_SUBSCRIPTION_ID,
    displayName: 'Local subscription',
    tenantId: config.TENANT_ID,
    managementGroups: [],
  });
  for (const [role, principalId] of Object.entries(developmentPrincipals) as [RoleName, string][]) {
    await store.saveRoleAssignment({
      id: `roleAssignment|${principalId}`,
      kind: 'roleAssignment',
      scope: '/',
      workspaceId: 'default',
      principalId,
      role,
    });
  }
}
