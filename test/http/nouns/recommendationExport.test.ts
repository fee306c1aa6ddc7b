import { openApi, type Api } from '../support/api';
import {
  account,
  group,
  judgementDocument,
  machine,
  otherGroup,
  otherSubscription,
  subscription,
} from '../support/samples';

let api: Api & { close(): void };
beforeEach(async () => void (api = await openApi()));
afterEach(() => api.close());

const path = '/api/v1/recommendations/export';
const download = async (token: string, query = '') => api.call('GET', `${path}${query}`, { token });

/** Cells of RFC 4180, read by the letter. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ['', false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (quoted && character === '"' && text[at + 1] === '"') cell += text[++at]!;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ',') {
      rows.at(-1)!.push(cell);
      cell = '';
    } else if (!quoted && text.startsWith('\r\n', at)) {
      rows.at(-1)!.push(cell);
      [cell, at] = ['', at + 1];
      rows.push([]);
    } else cell += character;
  }
  return rows.slice(0, -1);
}
const rowsOf = (text: string): Record<string, string>[] => {
  const [header = [], ...rows] = cellsOf(text);
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
};

test('a row has what a user of Defender for Cloud expects', async () => {
  await api.store(
    judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy', 'storage/minimumTls': 'Unknown' }),
  );
  const reply = await download(await api.tokenOf('Reader', subscription));
  expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
  expect(reply.headers['content-disposition']).toMatch(/^attachment; filename="recommendations-\d{4}-\d\d-\d\d\.csv"$/);
  expect(rowsOf(reply.text)).toMatchObject([
    { recommendationDisplayName: 'Name of storage/minimumTls', state: 'Unknown', stateCause: 'PropertyMissing' },
    {
      subscriptionName: 'Subscription 1',
      resourceGroup: 'data',
      resourceId: account,
      recommendationName: '1c5de8e1-f68d-6a17-e0d2-ec259c42768c',
      severity: 'High',
      state: 'Unhealthy',
      controls: 'Encrypt data in transit',
      cloud: 'Azure',
    },
  ]);
});

test('callers get what they may read and nothing beside it', async () => {
  await api.store(
    judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy' }),
    judgementDocument(machine, { 'machines/sshRootLogin': 'Healthy' }),
    judgementDocument(machine.replace(subscription, otherSubscription), { 'machines/sshRootLogin': 'Healthy' }),
  );
  const ids = async (token: string, query?: string) =>
    rowsOf((await download(token, query)).text).map(({ resourceId }) => resourceId);
  expect(await ids(await api.tokenOf('Reader', group))).toEqual([machine]);
  const reader = await api.tokenOf('Security Reader', subscription);
  expect(new Set(await ids(reader))).toEqual(new Set([account, machine]));
  const manager = await api.tokenOf('Reader', '/providers/Microsoft.Management/managementGroups/web');
  expect(new Set(await ids(manager))).toEqual(new Set([account, machine]));
  expect(await ids(await api.tokenOf('Reader', '/'))).toHaveLength(3);
  expect(await ids(reader, `?scope=${otherGroup}`)).toEqual([account]);
  expect((await download(reader, `?scope=${otherSubscription}`)).status).toBe(403);
  expect((await download(reader, '?scope=nowhere')).status).toBe(400);
  expect((await download(await api.issuer.issueToken({ oid: 'nobody' }))).status).toBe(403);
});

test('cells that a spreadsheet would take for formulas are neutralised', async () => {
  const names = ['=cmd|/c calc', '+1', '-1', '@sum(a1)', 'safe'];
  for (const [at, resourceName] of names.entries()) {
    const document = judgementDocument(`${account}${at}`, { 'storage/secureTransfer': 'Unhealthy' });
    await api.store({ ...document, judgement: { ...document.judgement, resourceName } });
  }
  const { text } = await download(await api.tokenOf('Reader', subscription));
  expect(new Set(rowsOf(text).map(({ resourceName }) => resourceName))).toEqual(
    new Set(["'=cmd|/c calc", "'+1", "'-1", "'@sum(a1)", 'safe']),
  );
});

test('20,001 rows are all there, of which a page at a time is held', async () => {
  const judgements = Array.from({ length: 6_667 }, (_, at) =>
    judgementDocument(`${account}${at}`, {
      'storage/secureTransfer': 'Unhealthy',
      'storage/minimumTls': 'Healthy',
      'machines/sshRootLogin': 'NotApplicable',
    }),
  );
  const asked: number[] = [];
  api.memory.ports.findings.judgements = async (_, { top, continuation }) => {
    asked.push(top);
    const start = Number(continuation ?? 0);
    const end = start + top;
    return { items: judgements.slice(start, end), ...(end < judgements.length && { continuation: String(end) }) };
  };
  const token = await api.tokenOf('Reader', subscription);
  const response = await api.handle({
    method: 'GET',
    url: `https://sky.example.com${path}`,
    headers: { host: 'sky.example.com', authorization: `Bearer ${token}` },
    body: Buffer.alloc(0),
  });
  let [lines, largest] = [0, 0];
  for await (const chunk of response.stream!) {
    largest = Math.max(largest, chunk.length);
    lines += chunk.split('\r\n').length - 1;
  }
  expect(lines).toBe(20_002);
  expect(largest).toBeLessThan(3_000_000);
  expect(Math.max(...asked)).toBeLessThanOrEqual(250);
});

test('what breaks off half-way is not passed off as whole, and is logged', async () => {
  const { findings } = api.memory.ports;
  findings.judgements = async (_, { continuation }) => {
    if (continuation !== undefined) throw new Error('throttled');
    return { items: [judgementDocument(account, { 'storage/secureTransfer': 'Healthy' })], continuation: 'more' };
  };
  await expect(download(await api.tokenOf('Reader', subscription))).rejects.toThrow('throttled');
  expect(api.memory.log.map(({ message }) => message)).toContain('an answer broke off');
});
