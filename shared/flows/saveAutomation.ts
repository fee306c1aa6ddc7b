import { automationDocumentKey } from '../core/documentIds';
import type { Automation, StoredAction } from '../model/automation';
import type { AutomationDocument } from '../model/documents/settings';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';

/** An action as it is to be: with a new secret in clear, or with the id of the one it keeps. */
export type DraftAction = StoredAction & { secret?: string };

export type AutomationDraft = Omit<Automation, 'etag' | 'actions'> & { actions: DraftAction[] };

interface Writer {
  ports: Pick<Ports, 'settings' | 'secrets'>;
  newId: () => string;
  workspaceId: string;
}

const maxAttempts = 8;

/**
 * Creates or replaces an automation. `draftOf` decides on what is stored now (nothing: undefined) and may throw; it is asked
 * again when another writer was faster; a conflict with its own write, repeated below, is a success. New secrets are sealed under fresh ids before the automation names them, and those
 * it no longer names are removed afterwards: a delivery never finds an automation without its secret.
 */
export async function saveAutomation(
  { ports, newId, workspaceId }: Writer,
  automationId: string,
  draftOf: (stored: Automation | undefined) => AutomationDraft,
): Promise<{ automation: Automation; created: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await ports.settings.automation(automationId);
    const draft = draftOf(found?.automation);
    const actions = draft.actions.map((action) => storedAction(action, newId));
    const fresh = actions.flatMap(({ seal }) => seal ?? []);
    await Promise.all(fresh.map(({ id, value }) => ports.secrets.seal(id, value)));
    const automation = { ...draft, etag: `"${newId()}"`, actions: actions.map(({ stored }) => stored) };
    const document: AutomationDocument = {
      kind: 'automation',
      ...automationDocumentKey(automationId),
      workspaceId: found?.workspaceId ?? workspaceId,
      ...(found?._etag !== undefined && { _etag: found._etag }),
      automation,
    };
    try {
      await ports.settings.saveAutomation(document);
    } catch (error) {
      // Any other failure leaves open whether it was stored: its secrets stay, since a stored one needs them.
      if (!(error instanceof Conflict) || attempt === maxAttempts) throw error;
      const winner = (await ports.settings.automation(automationId))?.automation;
      if (winner?.etag !== automation.etag) {
        await removeSecrets(
          ports,
          fresh.map(({ id }) => id),
        );
        continue;
      }
    }
    const dropped = secretsOf(found?.automation).filter((id) => !secretsOf(automation).includes(id));
    await removeSecrets(ports, dropped);
    return { automation, created: !found };
  }
}

/** Removes an automation and its secrets; `check` sees what is stored and may throw. Answers whether there was one. */
export async function removeAutomation(
  ports: Pick<Ports, 'settings' | 'secrets'>,
  automationId: string,
  check: (stored: Automation) => void,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await ports.settings.automation(automationId);
    if (!found) return false;
    check(found.automation);
    try {
      await ports.settings.removeAutomation(found);
      await removeSecrets(ports, secretsOf(found.automation));
      return true;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === maxAttempts) throw error;
    }
  }
}

function storedAction(
  { secret, ...action }: DraftAction,
  newId: () => string,
): { stored: StoredAction; seal?: { id: string; value: string } } {
  if (secret === undefined) return { stored: action };
  const id = newId();
  return { stored: { ...action, secretId: id }, seal: { id, value: secret } };
}

const secretsOf = (automation: Automation | undefined): string[] =>
  automation?.actions.flatMap(({ secretId }) => secretId ?? []) ?? [];

const removeSecrets = (ports: Pick<Ports, 'secrets'>, ids: string[]): Promise<unknown> =>
  Promise.all(ids.map((id) => ports.secrets.remove(id)));
