import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { blobContainers } from '../../../shared/adapters/blobs/client';
import { ruleFileStore } from '../../../shared/adapters/blobs/ruleFiles';
import type { Config } from '../../../shared/config';
import { ruleFileLimits } from '../../../shared/core/detect/userRules/ruleFileLimits';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { RuleFileStore } from '../../../shared/flows/ports/rules';
import { startAzurite } from '../../local/host/azuriteProcess';

jest.setTimeout(60_000);
let azurite: Awaited<ReturnType<typeof startAzurite>>;
let container: ContainerClient;
let store: RuleFileStore;
beforeAll(async () => {
  azurite = await startAzurite();
  const config = { blobs: { connectionString: azurite.connectionString } } as Config;
  container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('rules');
  await container.create();
  store = ruleFileStore(blobContainers(config));
});
afterAll(() => azurite.stop());
beforeEach(async () => {
  for await (const { name } of container.listBlobsFlat()) await container.deleteBlob(name);
});

const text = 'title: Größe\n';
const put = (name: string, content: string) =>
  container.getBlockBlobClient(name).upload(content, Buffer.byteLength(content));

test('what was saved is listed by name with its size, and read under the etag of the list', async () => {
  await store.save('b.yml', text, undefined);
  const etag = await store.save('a/c.yaml', text, undefined);
  const files = await store.list();
  const facts = { bytes: Buffer.byteLength(text), changedAt: expect.stringMatching(/^\d{4}-.*Z$/) };
  expect(files).toMatchObject([
    { name: 'a/c.yaml', etag, ...facts },
    { name: 'b.yml', ...facts },
  ]);
  expect(await store.read('a/c.yaml', files[0]!.etag)).toEqual({ text, etag });
  expect(await store.read('a/c.yaml')).toEqual({ text, etag });
});

test('what others put there counts when its name is that of rules, whatever it holds', async () => {
  await put('by hand.YML', text);
  await put('empty.yml', '');
  await put('readme.md', text);
  expect((await store.list()).map(({ name }) => name)).toEqual(['by hand.YML', 'empty.yml']);
  expect((await store.read('by hand.YML'))?.text).toBe(text);
  expect((await store.read('empty.yml'))?.text).toBe('');
});

test('a file is replaced and removed by whoever knows its version', async () => {
  const first = await store.save('a.yml', 'one', undefined);
  await expect(store.save('a.yml', 'x', undefined)).rejects.toThrow(Conflict);
  const second = await store.save('a.yml', 'two', first);
  await expect(store.save('a.yml', 'x', first)).rejects.toThrow(Conflict);
  await expect(store.read('a.yml', first)).rejects.toThrow(Conflict);
  await expect(store.remove('a.yml', first)).rejects.toThrow(Conflict);
  await store.remove('a.yml', second);
  await expect(store.remove('a.yml', second)).rejects.toThrow(Conflict);
  await expect(store.save('a.yml', 'x', second)).rejects.toThrow(Conflict);
  expect(await store.read('a.yml')).toBeUndefined();
});

test('of a file that is too large no more is read than shows that it is', async () => {
  await put('a.yml', '#'.repeat(ruleFileLimits.fileBytes + 1000));
  expect((await store.read('a.yml'))?.text).toHaveLength(ruleFileLimits.fileBytes + 1);
});
