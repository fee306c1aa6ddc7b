import { saveAutomation, type AutomationDraft } from '../../shared/flows/saveAutomation';
import { Conflict } from '../../shared/flows/ports/portErrors';
import { memoryPorts } from '../doubles/memoryPorts';
import { group, subscription } from '../http/support/samples';

const id = `${group}/providers/Microsoft.Security/automations/notify`;
const draft: AutomationDraft = {
  id,
  name: 'notify',
  isEnabled: true,
  scopes: [{ scopePath: subscription }],
  sources: [{ eventSource: 'Alerts', ruleSets: [] }],
  actions: [{ actionType: 'LogicApp', logicAppResourceId: group, secret: 'https://prod.example.com/' }],
  createdAt: '2026-11-21T10:00:00.000Z',
};

function writer() {
  const kept = new Set<string>();
  let last = 0;
  const { ports } = memoryPorts({
    secrets: {
      seal: async (name) => void kept.add(name),
      open: async () => undefined,
      remove: async (name) => void kept.delete(name),
    },
  });
  return { ports, kept, newId: () => `id-${(last += 1)}`, workspaceId: 'main' };
}

test('a secret is sealed before the automation names it', async () => {
  const own = writer();
  const save = own.ports.settings.saveAutomation.bind(own.ports.settings);
  own.ports.settings.saveAutomation = (document) => {
    expect(document.automation.actions.every(({ secretId }) => own.kept.has(secretId!))).toBe(true);
    return save(document);
  };
  expect(await saveAutomation(own, id, () => draft)).toMatchObject({ created: true });
  expect(own.kept.size).toBe(1);
});

test('a save whose outcome is unknown keeps its secret: what may be stored needs it', async () => {
  const own = writer();
  own.ports.settings.saveAutomation = () => Promise.reject(new Error('timed out'));
  await expect(saveAutomation(own, id, () => draft)).rejects.toThrow('timed out');
  expect(own.kept.size).toBe(1);
});

test('a writer that lost leaves no secret behind', async () => {
  const own = writer();
  const save = own.ports.settings.saveAutomation.bind(own.ports.settings);
  let lost = false;
  own.ports.settings.saveAutomation = (document) => {
    if (lost) return save(document);
    lost = true;
    return Promise.reject(new Conflict('lost'));
  };
  await saveAutomation(own, id, () => draft);
  expect(own.kept.size).toBe(1);
});

test('a conflict with its own write, which was repeated below, is a success', async () => {
  const own = writer();
  const save = own.ports.settings.saveAutomation.bind(own.ports.settings);
  own.ports.settings.saveAutomation = async (document) => {
    await save(document);
    throw new Conflict('there already');
  };
  const refuseExisting = (stored: unknown): AutomationDraft => {
    if (stored !== undefined) throw new Error('If-None-Match');
    return draft;
  };
  expect(await saveAutomation(own, id, refuseExisting)).toMatchObject({ created: true });
  expect(own.kept.size).toBe(1);
});
