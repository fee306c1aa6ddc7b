import { saveAutomation, type AutomationDraft } from '../../shared/flows/saveAutomation';
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
  const { saveAutomation: save } = own.ports.settings;
  own.ports.settings.saveAutomation = (document) => {
    expect(document.automation.actions.every(({ secretId }) => own.kept.has(secretId!))).toBe(true);
    return save(document);
  };
  expect(await saveAutomation(own, id, () => draft)).toMatchObject({ created: true });
  expect(own.kept.size).toBe(1);
});

test('a save that fails leaves no secret behind', async () => {
  const own = writer();
  own.ports.settings.saveAutomation = () => Promise.reject(new Error('down'));
  await expect(saveAutomation(own, id, () => draft)).rejects.toThrow('down');
  expect(own.kept.size).toBe(0);
});
