import { persistentSender } from './support/persistentSender';
import { homeSubscription, newPlace, startPlatform, type Place, type RunningPlatform } from './support/platform';
import { send } from './support/send';
import { container, storedEvents, storedPages } from './support/store';
import { until } from './support/until';

const group = `/subscriptions/${homeSubscription}/resourceGroups/e2e/providers`;
const machine = `${group}/Microsoft.HybridCompute/machines/web-1`;
const account = `${group}/Microsoft.Storage/storageAccounts/lake`;
const total = 4_000;
const perBatch = 100;
const time = new Date(Date.now() - 60_000).toISOString();

const bodiesOf = (batch: number): string[] =>
  Array.from({ length: perBatch }, (_, at) =>
    JSON.stringify({ resourceId: machine, time, number: batch * perBatch + at }),
  );

interface Answer {
  rows: [number][];
  continuation?: string;
  limits: string[];
}

describe('telemetry of a machine, with everything killed in the middle of it', () => {
  let place: Place;
  let platform: RunningPlatform;

  async function query(text: string, archive: boolean, workspaceId = 'default'): Promise<number[]> {
    const found: number[] = [];
    let continuation: string | undefined;
    do {
      const response = await fetch(`${platform.endpoints.api}/api/v1/workspaces/${workspaceId}/query`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await platform.token()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query: text, archive, top: 1_500, ...(continuation && { continuation }) }),
      });
      if (!response.ok) throw new Error(await response.text());
      const answer = (await response.json()) as Answer;
      found.push(...answer.rows.map(([number]) => number));
      continuation = answer.continuation;
    } while (continuation !== undefined);
    return found.sort((a, b) => a - b);
  }
  const numbers = `Events | where ResourceId =~ "${machine}" | project number`;
  const everything = Array.from({ length: total }, (_, number) => number);

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    const sender = persistentSender(() => platform.endpoints.hubs);
    for (let batch = 0; batch < total / perBatch; batch++) {
      const sent = sender.send(bodiesOf(batch), String(batch % 4));
      if (batch === total / perBatch / 2) {
        await platform.kill();
        platform = await startPlatform(place);
      }
      await sent;
    }
    sender.close();
    await send(platform, [{ resourceId: account, time, number: -1 }]);
    await until('all events', async () => ((await storedEvents(place)).length > total ? true : undefined), 120_000);
  }, 300_000);

  afterAll(async () => {
    await platform?.stop();
  });

  it('is found in hot storage and in the archive alike, each record once', async () => {
    expect(await query(numbers, false)).toEqual(everything);
    expect(await query(numbers, true)).toEqual(everything);
    expect(await query('Events | summarize count()', true)).toEqual([total + 1]);
  }, 60_000);

  it('has the time to live of machines, and other sources that of theirs', async () => {
    const pages = await storedPages(place);
    const kinds = new Set(pages.map(({ pk, ttl, archived = false }) => `${pk.split('|')[3] ?? ''} ${ttl} ${archived}`));
    expect([...kinds].sort()).toEqual([' 259200 true', 'other 172800 false']);
  });

  it('is still in the archive when hot storage has let it go', async () => {
    const events = container(place, 'events');
    for (const { id, pk } of await storedPages(place)) await events.item(id, pk).delete();
    expect(await query(numbers, false)).toEqual([]);
    expect(await query(numbers, true)).toEqual(everything);
    expect(await query('Events | count', true)).toEqual([total]);
  }, 60_000);

  it('is in no other workspace', async () => {
    const api = await platform.api();
    await api.put('/api/v1/workspaces/contoso', { retentionDays: 90 });
    expect(await api.get('/api/v1/workspaces/contoso')).toMatchObject({ retentionDays: 90, hotDays: 3 });
    expect(await query('Events', true, 'contoso')).toEqual([]);
    await expect(query('Events', true, 'other')).rejects.toThrow('WorkspaceNotFound');
  });
});
