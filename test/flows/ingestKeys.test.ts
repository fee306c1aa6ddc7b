import { randomBytes, randomUUID } from 'node:crypto';
import { createIngestKeys, type KeyMaker, revokeIngestKeys, rotateIngestKey } from '../../shared/flows/ingestKeys';
import { Conflict } from '../../shared/flows/ports/portErrors';
import { memoryPorts } from '../doubles/memoryPorts';

const wanted = { workspaceId: 'main', name: 'web-7', createdBy: 'ann', withSecondary: false };

function openMaker(): KeyMaker {
  return { ports: memoryPorts().ports, newId: randomUUID, newKey: () => randomBytes(32) };
}

test('the secret is sealed before anything names it, and is found under the id that the document names', async () => {
  const maker = openMaker();
  const order: string[] = [];
  const { secrets, ingestKeys } = maker.ports;
  maker.ports = {
    ...maker.ports,
    secrets: { ...secrets, seal: async (id, value) => (order.push('seal'), secrets.seal(id, value)) },
    ingestKeys: { ...ingestKeys, save: async (document) => (order.push('save'), ingestKeys.save(document)) },
  };
  const { document, made } = await createIngestKeys(maker, wanted);
  expect(order).toEqual(['seal', 'save']);
  expect(made.primary.key).toBe(`${made.primary.keyId}:${await secrets.open(document.primary.secretId)}`);
});

test('a pair without a secondary key gets one by rotating it', async () => {
  const maker = openMaker();
  const { document } = await createIngestKeys(maker, wanted);
  const rotated = await rotateIngestKey(maker, { workspaceId: 'main', pair: document.pair, slot: 'secondary' });
  expect(rotated!.made.keyId).toBe(`${document.pair}.s1`);
  expect(rotated!.document.primary).toEqual(document.primary);
});

test('a rotation that always loses ends, and leaves no secret behind', async () => {
  const maker = openMaker();
  const { document } = await createIngestKeys(maker, wanted);
  const open = new Set<string>();
  const { secrets, ingestKeys } = maker.ports;
  maker.ports = {
    ...maker.ports,
    secrets: {
      ...secrets,
      seal: async (id) => void open.add(id),
      remove: async (id) => void open.delete(id),
    },
    ingestKeys: { ...ingestKeys, save: () => Promise.reject(new Conflict('faster')) },
  };
  const rotating = rotateIngestKey(maker, { workspaceId: 'main', pair: document.pair, slot: 'primary' });
  await expect(rotating).rejects.toThrow(Conflict);
  expect(open.size).toBe(0);
});

test('a workspace has a most of pairs, and says so', async () => {
  const maker = openMaker();
  maker.ports.ingestKeys.count = async () => 10_000;
  await expect(createIngestKeys(maker, wanted)).rejects.toMatchObject({ name: 'Rejected', code: 'TooManyKeys' });
});

test('what is not there is neither rotated nor removed', async () => {
  const maker = openMaker();
  expect(await rotateIngestKey(maker, { workspaceId: 'main', pair: 'x', slot: 'primary' })).toBeUndefined();
  expect(await revokeIngestKeys(maker.ports, 'main', 'x')).toBe(false);
});
