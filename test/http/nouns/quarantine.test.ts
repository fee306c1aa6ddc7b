import { quarantineId } from '../../../shared/core/ingest/quarantineId';
import { noun as metricsNoun } from '../../../shared/http/nouns/metrics';
import type { QuarantineEntry } from '../../../shared/model/quarantine';
import { openApi, type Api } from '../support/api';
import { otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
let reader: string;
let admin: string;
beforeEach(async () => {
  api = await openApi();
  reader = await api.tokenOf('Security Reader', subscription);
  admin = await api.tokenOf('Security Admin', subscription);
  await api.memory.ports.quarantine.put(entries());
});
afterEach(() => api.close());

const entry = (index: number, more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  hubPartition: '3',
  sequence: 41,
  index,
  enqueuedAt: api.memory.ports.now().toISOString(),
  code: 'NotJson',
  reason: 'cut',
  properties: { key: 'secret-value' },
  raw: Buffer.from('{"a":'),
  ...more,
});
const entries = () => [entry(0), entry(1), entry(2, { code: 'SourceRejected', source: 'auditd' })];
const base = '/api/v1/quarantine';
const get = (path: string, token = reader) => api.call('GET', `${base}${path}`, { token });
const post = (path: string, token = admin, body?: unknown) => api.call('POST', `${base}${path}`, { token, body });

describe('quarantine', () => {
  test('lists entries with the reason, what to do and no values of properties', async () => {
    const { status, json, text } = await get('?reason=SourceRejected');
    expect(status).toBe(200);
    expect(json.value).toEqual([
      {
        id: quarantineId(entries()[2]!),
        reason: 'SourceRejected',
        detail: 'cut',
        advice: expect.stringContaining('Send what the detail asks for'),
        source: 'auditd',
        workspaceId: null,
        arrivedAt: entries()[2]!.enqueuedAt,
        partition: '3',
        sequence: 41,
        index: 2,
        bytes: 5,
        properties: ['key'],
        replayedAt: null,
      },
    ]);
    expect(text).not.toContain('secret-value');
  });

  test('pages, and ends', async () => {
    const first = await get('?$top=2');
    expect(first.json.value).toHaveLength(2);
    const second = await api.call('GET', String(first.json['nextLink']), { token: reader });
    expect(second.json.value).toHaveLength(1);
    expect(second.json['nextLink']).toBeUndefined();
  });

  test.each(['?reason=Nothing', '?from=yesterday', '?replayed=maybe', '?$top=0'])('%s is refused', async (filter) => {
    expect((await get(filter)).status).toBe(400);
  });

  test.each([
    ['Reader', subscription],
    ['Contributor', subscription],
    ['Owner', otherSubscription],
    ['Security Admin', `${subscription}/resourceGroups/web`],
  ] as const)('a %s of %s sees nothing of it', async (role, scope) => {
    const token = await api.tokenOf(role, scope);
    const id = quarantineId(entries()[0]!);
    for (const path of ['', `/${id}`, `/${id}/raw`]) expect((await get(path, token)).status).toBe(403);
    for (const path of ['/replay', `/${id}/replay`]) expect((await post(path, token)).status).toBe(403);
    expect(api.memory.hub.resent).toEqual([]);
  });

  test('a Security Reader gets an entry, but neither its bytes nor a replay', async () => {
    const id = quarantineId(entries()[0]!);
    expect(await get(`/${id}`)).toMatchObject({ status: 200, json: { id, detail: 'cut' } });
    expect((await get(`/${id}/raw`)).status).toBe(403);
    expect((await post(`/${id}/replay`, reader)).status).toBe(403);
  });

  test('a Security Admin gets the first bytes in base64', async () => {
    const large = entry(7, { raw: Buffer.alloc(300_000, 'x') });
    await api.memory.ports.quarantine.put([large]);
    const { json } = await get(`/${quarantineId(large)}/raw`, admin);
    expect(json).toMatchObject({ bytes: 300_000, truncated: true });
    expect(Buffer.from(String(json['raw']), 'base64')).toHaveLength(262_144);
    expect((await get(`/${quarantineId(entries()[0]!)}/raw`, admin)).json).toMatchObject({
      raw: Buffer.from('{"a":').toString('base64'),
      truncated: false,
    });
  });

  test('one is replayed once, and again when that is said', async () => {
    const id = quarantineId(entries()[0]!);
    expect(await post(`/${id}/replay`)).toMatchObject({ status: 200, json: { id, outcome: 'replayed' } });
    expect(await post(`/${id}/replay`)).toMatchObject({ status: 409, json: { code: 'AlreadyReplayed' } });
    expect((await post(`/${id}/replay`, admin, { again: true })).status).toBe(200);
    expect(api.memory.hub.resent).toHaveLength(2);
    expect((await get(`/${id}`)).json['replayedAt']).toEqual(expect.any(String));
  });

  test('all that match are replayed', async () => {
    expect((await post('/replay', admin, { reason: 'NotJson', top: 1 })).json).toMatchObject({
      replayed: 1,
      more: true,
    });
    expect((await post('/replay', admin, { reason: 'NotJson' })).json).toMatchObject({ replayed: 1, more: false });
    expect((await post('/replay', admin, {})).json).toMatchObject({ replayed: 1 });
    expect(api.memory.hub.resent).toHaveLength(3);
    expect((await post('/replay', admin, { reason: 'Nothing' })).status).toBe(400);
    expect((await post('/replay', admin, { top: 100_000 })).status).toBe(400);
  });

  test.each(['unknown', '2026-11-21.3.41.77.NotJson', '..%2f..%2fx'])('%s is not found', async (id) => {
    expect([400, 404]).toContain((await get(`/${id}`)).status);
    expect([400, 404]).toContain((await post(`/${id}/replay`)).status);
  });
});

describe('metrics', () => {
  test('a Reader of the deployment gets figures in the described form', async () => {
    const { ports, hub } = api.memory;
    hub.ends.push({ partitionId: '0', firstSequence: 0, lastSequence: 5, lastEnqueuedAt: ports.now().toISOString() });
    const at = ports.now().toISOString();
    const counts = [
      { workspaceId: 'main', source: 'auditd', outcome: 'stored' as const, records: 6 },
      { workspaceId: 'main', source: '', outcome: 'quarantined' as const, reason: 'NotJson' as const, records: 2 },
    ];
    const row = { kind: 'ingestCounts' as const, workspaceId: 'main', instance: 'i', counts };
    await ports.metrics.save([
      { ...row, id: 'd', pk: `day|${at.slice(0, 7)}`, period: 'day', from: `${at.slice(0, 10)}T00:00:00.000Z` },
      { ...row, id: 'm', pk: `minute|${at.slice(0, 13)}`, period: 'minute', from: `${at.slice(0, 16)}:00.000Z` },
    ]);
    const token = await api.tokenOf('Reader', subscription);
    const { status, json } = await api.call('GET', '/api/v1/metrics', { token });
    expect(status).toBe(200);
    expect(metricsNoun.routes[0]!.response!.parse(json)).toEqual(json);
    expect(json).toMatchObject({
      totals: { received: 8, stored: 6, duplicates: 0, quarantined: 2 },
      reasons: [{ reason: 'NotJson', records: 2, advice: expect.stringContaining('whole, valid JSON') }],
      partitions: [{ partition: '0', lagMessages: 6, lagSeconds: null }],
    });
  });

  test('whoever has no role at the subscription of the deployment gets none', async () => {
    for (const scope of [otherSubscription, `${subscription}/resourceGroups/web`]) {
      const token = await api.tokenOf('Owner', scope);
      expect((await api.call('GET', '/api/v1/metrics', { token })).status).toBe(403);
    }
  });

  test.each(['0', '32', 'x', '1.5'])('%s days are refused', async (days) => {
    const reply = await api.call('GET', `/api/v1/metrics?days=${days}`, { token: reader });
    expect(reply).toMatchObject({ status: 400, json: { code: 'InvalidDays' } });
  });
});
