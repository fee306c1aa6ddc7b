import { BlobServiceClient } from '@azure/storage-blob';
import { flowLogBlobs } from '../../../shared/adapters/blobs/flowLogBlobs';
import type { Config } from '../../../shared/config';
import type { FlowLogBlobs, FoundBlob } from '../../../shared/flows/ports/readers';
import { startAzurite } from '../../local/host/azuriteProcess';

jest.setTimeout(30_000);
const container = 'insights-logs-flowlogflowevent';
const root = 'flowLogResourceID=/00000000-0000-0000-0000-000000000001_NETWORKWATCHERRG/NETWORKWATCHER_WESTEUROPE_F';
const nameAt = (day: string, hour: string): string =>
  `${root}/y=2026/m=11/d=${day}/h=${hour}/m=00/macAddress=000D3AF87856/PT1H.json`;

let azurite: Awaited<ReturnType<typeof startAzurite>>;
let service: BlobServiceClient;
let blobs: FlowLogBlobs;
let storageUrl: string;
beforeAll(async () => {
  azurite = await startAzurite();
  service = BlobServiceClient.fromConnectionString(azurite.connectionString);
  storageUrl = service.url;
  await service.getContainerClient(container).create();
  blobs = flowLogBlobs({ blobs: { connectionString: azurite.connectionString } } as Config);
});
afterAll(() => azurite.stop());

/** As the platform writes: each record is a block, the last block closes the text. */
async function write(name: string, records: string[]): Promise<void> {
  const blob = service.getContainerClient(container).getBlockBlobClient(name);
  const blocks = ['{"records":[', ...records.map((record, at) => (at === 0 ? record : `,${record}`)), ']}'];
  const ids = blocks.map((_block, at) =>
    Buffer.from(String(at === blocks.length - 1 ? 9_999 : at).padStart(6, '0')).toString('base64'),
  );
  for (const [at, block] of blocks.entries()) await blob.stageBlock(ids[at]!, block, block.length);
  await blob.commitBlockList(ids);
}

async function listed(days: string[], name = container): Promise<FoundBlob[]> {
  const found: FoundBlob[] = [];
  for await (const blob of blobs.list(storageUrl, name, days)) found.push(blob);
  return found;
}

test('a blob that grows by blocks gives what was appended, and its length', async () => {
  const name = nameAt('21', '08');
  await write(name, ['{"a":1}']);
  const first = await blobs.read(storageUrl, container, name, 0, 1_000);
  expect([first.bytes.toString(), first.length]).toEqual(['{"records":[{"a":1}]}', 21]);
  await write(name, ['{"a":1}', '{"a":2}']);
  const more = await blobs.read(storageUrl, container, name, 19, 1_000);
  expect([more.bytes.toString(), more.length]).toEqual([',{"a":2}]}', 29]);
  const some = await blobs.read(storageUrl, container, name, 19, 4);
  expect([some.bytes.toString(), some.length]).toEqual([',{"a', 29]);
});

test('beyond the end there is nothing but the length', async () => {
  const name = nameAt('21', '09');
  await write(name, ['{"a":1}']);
  expect(await blobs.read(storageUrl, container, name, 500, 10)).toEqual({ bytes: Buffer.alloc(0), length: 21 });
});

test('blobs of the days asked for are listed with their length, those of other days and names are not', async () => {
  await write(nameAt('19', '10'), []);
  await write(nameAt('20', '10'), ['{"b":1}']);
  await service
    .getContainerClient(container)
    .getBlockBlobClient(nameAt('20', '11').replace('PT1H', 'other'))
    .upload('x', 1);
  await service.getContainerClient(container).getBlockBlobClient('PT1H.json').upload('x', 1);
  expect(await listed(['y=2026/m=11/d=20/'])).toEqual([{ name: nameAt('20', '10'), length: 21 }]);
  expect(
    (await listed(['y=2026/m=11/d=19/', 'y=2026/m=11/d=20/', 'y=2026/m=11/d=22/'])).map(({ name }) => name),
  ).toEqual([nameAt('19', '10'), nameAt('20', '10')]);
});

test('a container that is not there is told by its name', async () => {
  await expect(listed(['y=2026/m=11/d=20/'], 'nothing')).rejects.toMatchObject({
    name: 'Rejected',
    code: 'ContainerNotFound',
  });
});
