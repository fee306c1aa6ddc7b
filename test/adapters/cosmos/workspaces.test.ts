import { workspaceStore } from '../../../shared/adapters/cosmos/workspaces';
import { machineWorkspaceKey, workspaceDocumentKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { MachineWorkspaceDocument, WorkspaceDocument } from '../../../shared/model/documents/settings';
import { workspace } from '../../flows/support/workspaces';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());
const store = () => workspaceStore(cosmos.containers);

const subscriptionId = '00000000-0000-0000-0000-000000000002';
const machineId = (name: string): string =>
  `/subscriptions/${subscriptionId}/resourcegroups/rg/providers/microsoft.compute/virtualmachines/${name}`;
const documentOf = (id: string): WorkspaceDocument => ({
  ...workspaceDocumentKey(id),
  kind: 'workspace',
  workspaceId: id,
  workspace: workspace(id),
});
const settled = (name: string, workspaceId: string): MachineWorkspaceDocument => ({
  ...machineWorkspaceKey(machineId(name)),
  kind: 'machineWorkspace',
  workspaceId,
  machineId: machineId(name),
  since: '2026-11-21T08:00:00.000Z',
});

test('a workspace is created once, replaced under its etag and removed', async () => {
  const created = await store().save(documentOf('contoso'));
  await expect(store().save(documentOf('contoso'))).rejects.toThrow(Conflict);
  const changed = await store().save({ ...created, workspace: { ...created.workspace, hotDays: 7 } });
  await expect(store().save(created)).rejects.toThrow(Conflict);
  expect((await store().list()).map((one) => one.workspace.hotDays)).toEqual([7]);
  await expect(store().remove(created)).rejects.toThrow(Conflict);
  await store().remove(changed);
  expect(await store().list()).toEqual([]);
});

test('the workspace of a machine is settled once, and known with others of its subscription', async () => {
  expect(await store().settle(settled('one', 'first'))).toMatchObject({ workspaceId: 'first' });
  expect(await store().settle(settled('one', 'second'))).toMatchObject({ workspaceId: 'first' });
  await store().settle(settled('two', 'second'));
  const ids = [...Array.from({ length: 450 }, (_, at) => machineId(`none-${at}`)), machineId('two'), machineId('one')];
  const found = await store().machines(subscriptionId, ids);
  expect(found.map((one) => `${one.machineId.split('/').at(-1)} ${one.workspaceId}`).sort()).toEqual([
    'one first',
    'two second',
  ]);
});
