import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ApiClient } from '../../local/start/apiClient';
import { newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { storedEvents } from './support/store';
import { until } from './support/until';

interface Metrics {
  totals: { received: number; stored: number; duplicates: number; quarantined: number };
  sources: { source: string; received: number; rates: { sixtyMinutes: number } }[];
  reasons: { source: string; reason: string; records: number; advice: string }[];
  hub: string;
  partitions: {
    partition: string;
    lagMessages: number | null;
    lagSeconds: number | null;
    doneSequence: number | null;
  }[];
}
interface Entry {
  id: string;
  reason: string;
  source: string | null;
  bytes: number;
  replayedAt: string | null;
}

const good = { number: 1, time: '2026-11-21T09:00:00Z', message: 'fine' };
const garbage = '{"records":[{"time":';
const strangeFacts = JSON.stringify({ eventKind: 'facts', wrong: true });

describe('quarantine and metrics', () => {
  let place: Place;
  let platform: RunningPlatform;
  let api: ApiClient;

  const metrics = () => api.get<Metrics>('/api/v1/metrics');
  const totalsAre = (wanted: Partial<Metrics['totals']>) =>
    until(JSON.stringify(wanted), async () => {
      const answer = await metrics();
      const agrees = Object.entries(wanted).every(
        ([name, value]) => answer.totals[name as keyof Metrics['totals']] === value,
      );
      return agrees ? answer : undefined;
    });
  const skywarden = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, [resolve('dist/cli.js'), ...args, '--data', place.data])).stdout;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    api = await platform.api('Security Reader');
    await send(platform, [JSON.stringify(good), garbage, strangeFacts, JSON.stringify({ ...good, number: 2 })]);
  }, 120_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('counts what became of every record, by source and reason', async () => {
    const answer = await totalsAre({ received: 4 });
    const { stored, duplicates, quarantined } = answer.totals;
    expect(stored + duplicates + quarantined).toBe(4);
    expect(answer.reasons).toContainEqual(expect.objectContaining({ source: '', reason: 'NotJson', records: 1 }));
    expect(answer.sources.find(({ source }) => source === 'generic')!.received).toBeGreaterThanOrEqual(2);
    expect(answer.sources.reduce((sum, { received }) => sum + received, 0)).toBe(4);
  }, 60_000);

  it('knows that every partition is done', async () => {
    const { hub, partitions } = await until('no lag', async () => {
      const answer = await metrics();
      return answer.partitions.some(({ doneSequence }) => doneSequence === 3) ? answer : undefined;
    });
    expect(hub).toBe('ok');
    expect(partitions).toHaveLength(4);
    expect(partitions.map(({ lagMessages, lagSeconds }) => [lagMessages, lagSeconds])).toEqual(Array(4).fill([0, 0]));
  }, 60_000);

  it('lists and shows the entry, and its bytes to a Security Admin only', async () => {
    const entries = await api.list<Entry>('/api/v1/quarantine?reason=NotJson');
    expect(entries).toMatchObject([{ reason: 'NotJson', source: null, bytes: garbage.length, replayedAt: null }]);
    const path = `/api/v1/quarantine/${entries[0]!.id}`;
    expect(await api.get(path)).toMatchObject({ reason: 'NotJson' });
    await expect(api.get(`${path}/raw`)).rejects.toThrow('403');
    const admin = await platform.api('Security Admin');
    const { raw } = await admin.get<{ raw: string }>(`${path}/raw`);
    expect(Buffer.from(raw, 'base64').toString()).toBe(garbage);
  }, 60_000);

  it('replays from the command line: the record comes once more, and the entry says so', async () => {
    const { totals } = await metrics();
    const listed = JSON.parse(await skywarden('quarantine', 'list', '--reason', 'NotJson', '--json')) as Entry[];
    expect(listed).toHaveLength(1);
    expect(await skywarden('quarantine', 'replay', listed[0]!.id)).toContain('replayed');
    await totalsAre({ received: totals.received + 1, quarantined: totals.quarantined + 1, stored: totals.stored });
    const open = await api.list<Entry>('/api/v1/quarantine?reason=NotJson&replayed=false');
    expect(open).toHaveLength(1);
    expect(open[0]!.id).not.toBe(listed[0]!.id);
    expect(await skywarden('quarantine', 'show', listed[0]!.id)).toMatch(/replayedAt +20/);
    await expect(skywarden('quarantine', 'replay', listed[0]!.id)).rejects.toThrow('again');
  }, 60_000);

  it('prints the figures with the status', async () => {
    const status = JSON.parse(await skywarden('status', '--json')) as { metrics: Metrics; alerts: unknown[] };
    expect(status.metrics.totals.received).toBeGreaterThanOrEqual(5);
    expect(status.alerts).toEqual(expect.any(Array));
    expect(await skywarden('status')).toMatch(/NotJson +\(no source\)/);
  }, 60_000);

  it('keeps its counts over a restart', async () => {
    const { totals } = await metrics();
    await send(platform, [JSON.stringify({ ...good, number: 3 })]);
    const stored = await until('the record', async () => {
      const found = (await storedEvents(place)).length;
      return found > totals.stored ? found : undefined;
    });
    // Sooner than counts are written: the end of the process writes them.
    await platform.stop();
    platform = await startPlatform(place);
    api = await platform.api('Security Reader');
    expect((await metrics()).totals).toEqual({ ...totals, received: totals.received + 1, stored });
    await send(platform, [JSON.stringify({ ...good, number: 4 })]);
    await totalsAre({ received: totals.received + 2, stored: stored + 1 });
  }, 120_000);
});
