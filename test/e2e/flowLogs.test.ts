import { BlobServiceClient } from '@azure/storage-blob';
import { storageConnection } from '../../local/start/azurite';
import { newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { storedEvents } from './support/store';
import { until } from './support/until';

const container = 'insights-logs-flowlogflowevent';

/** A minute of one interface: a record of VNet flow logs, version 4, with two flows. */
const minuteOf = (start: number, minute: number): string => {
  const at = start + minute * 60_000;
  const tuple = (port: number) => `${at},198.51.100.7,10.0.0.4,${port},22,6,I,D,NX,0,0,0,0`;
  return JSON.stringify({
    time: new Date(at).toISOString(),
    flowLogVersion: 4,
    macAddress: '000D3AF87856',
    category: 'FlowLogFlowEvent',
    targetResourceID:
      '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet',
    operationName: 'FlowLogFlowEvent',
    flowRecords: {
      flows: [
        { aclID: 'acl', flowGroups: [{ rule: 'DenyAll', flowTuples: [tuple(4000 + minute), tuple(5000 + minute)] }] },
      ],
    },
  });
};

describe('flow logs in a storage account', () => {
  let place: Place;
  let platform: RunningPlatform;
  const start = Date.now() - 10 * 60_000;
  const [year, month, day, hour] = new Date(start).toISOString().split(/[-T:]/);
  const name = `flowLogResourceID=/F/y=${year}/m=${month}/d=${day}/h=${hour}/m=00/macAddress=000D3AF87856/PT1H.json`;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    const api = await platform.api('Security Admin');
    const storageUrl = `http://127.0.0.1:${place.ports['blob']}/devstoreaccount1`;
    await api.put('/api/v1/logReaders/flows', {
      since: new Date(start).toISOString(),
      source: { type: 'flowLogs', storageUrl, containers: [container] },
    });
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  /** As the platform writes them: a block for each minute, and one that closes the text. */
  async function write(minutes: number): Promise<void> {
    const { blob = 0, queue = 0, table = 0 } = place.ports;
    const service = BlobServiceClient.fromConnectionString(storageConnection({ blob, queue, table }));
    const client = service.getContainerClient(container);
    await client.createIfNotExists();
    const records = Array.from({ length: minutes }, (_, minute) => minuteOf(start, minute));
    const blocks = ['{"records":[', ...records.map((record, at) => (at === 0 ? record : `,${record}`)), ']}'];
    const ids = blocks.map((_block, at) => Buffer.from(String(at).padStart(4, '0')).toString('base64'));
    const log = client.getBlockBlobClient(name);
    for (const [at, block] of blocks.entries()) await log.stageBlock(ids[at]!, block, Buffer.byteLength(block));
    await log.commitBlockList(ids);
  }

  async function pull(): Promise<void> {
    const response = await fetch(new URL('/admin/functions/pullLogs', platform.endpoints.api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(202);
  }

  async function ports(): Promise<unknown[]> {
    const response = await fetch(new URL('/api/v1/workspaces/default/query', platform.endpoints.api), {
      method: 'POST',
      headers: { authorization: `Bearer ${await platform.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'vnetFlow | project SrcPort' }),
    });
    const { rows } = (await response.json()) as { rows: unknown[][] };
    return rows.map(([port]) => port).sort((a, b) => Number(a) - Number(b));
  }

  const stored = (count: number): Promise<unknown[]> =>
    until(`${count} flows`, async () => {
      const found = await ports();
      return found.length >= count ? found : undefined;
    });

  it('are found by a query soon after they were written, and what is appended after that', async () => {
    await write(2);
    await pull();
    expect(await stored(4)).toEqual([4000, 4001, 5000, 5001]);
    await write(3);
    await pull();
    expect(await stored(6)).toEqual([4000, 4001, 4002, 5000, 5001, 5002]);
  }, 90_000);

  it('come on after a crash, each once', async () => {
    await write(4);
    await pull();
    await platform.kill();
    platform = await startPlatform(place);
    await write(5);
    // A reader that died while it read is taken over two minutes later: the timer comes round, here it is helped.
    await until(
      'all flows',
      async () => {
        await pull();
        await new Promise((later) => setTimeout(later, 5_000));
        return (await ports()).length >= 10 ? true : undefined;
      },
      150_000,
    );
    expect(await ports()).toEqual([4000, 4001, 4002, 4003, 4004, 5000, 5001, 5002, 5003, 5004]);
    expect(await storedEvents(place)).toHaveLength(10);
  }, 240_000);

  it('tell how far they are read', async () => {
    const api = await platform.api('Security Reader');
    const { state } = await api.get<{ state: object[] }>('/api/v1/logReaders/flows');
    expect(state).toEqual([expect.objectContaining({ container, error: null, openBlobs: 1 })]);
  }, 30_000);
});
