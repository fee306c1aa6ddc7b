import type { Automation, StoredAction } from '../model/automation';

/** `Microsoft.Security/automations` on the wire. `uri` and `connectionString` are never returned. */
export function automationResource(automation: Automation): object {
  return {
    id: automation.id,
    name: automation.name,
    type: 'Microsoft.Security/automations',
    ...(automation.location !== undefined && { location: automation.location }),
    tags: automation.tags ?? {},
    etag: automation.etag,
    properties: {
      description: automation.description ?? '',
      isEnabled: automation.isEnabled,
      scopes: automation.scopes,
      sources: automation.sources,
      actions: automation.actions.map(withoutSecret),
    },
  };
}

function withoutSecret(action: StoredAction): object {
  return Object.fromEntries(Object.entries(action).filter(([member]) => member !== 'secretId'));
}
