import fc from 'fast-check';
import { openApi, type Api } from './support/api';
import {
  alertDocument,
  group,
  judgementDocument,
  machine,
  otherGroup,
  recommendations,
  subscription,
} from './support/samples';

let api: Api & { close(): void };
beforeAll(async () => {
  api = await openApi();
  for (let age = 0; age < 25; age += 1)
    await api.store(
      alertDocument(`${age % 3 ? group : otherGroup}/providers/Microsoft.Compute/virtualMachines/vm${age}`, age),
    );
  for (let at = 0; at < 9; at += 1)
    await api.store(
      judgementDocument(
        `${at % 2 ? group : otherGroup}/providers/Microsoft.Storage/storageAccounts/st${at}`,
        Object.fromEntries(recommendations.slice(0, 1 + (at % 3)).map(({ key }) => [key, 'Healthy' as const])),
      ),
    );
});
afterAll(() => api.close());

const alerts = `${subscription}/providers/Microsoft.Security/alerts?api-version=2022-01-01`;
const assessments = `${subscription}/providers/Microsoft.Security/assessments?api-version=2021-06-01`;

async function walk(path: string, token: string, top: number): Promise<{ ids: string[]; sizes: number[] }> {
  const ids: string[] = [];
  const sizes: number[] = [];
  for (let next: string | undefined = `${path}&$top=${top}`; next !== undefined;) {
    const { json } = await api.call('GET', next, { token });
    const page = json.value as unknown as { id: string }[];
    ids.push(...page.map(({ id }) => id));
    sizes.push(page.length);
    next = json['nextLink'] as string | undefined;
  }
  return { ids, sizes };
}

test.each([alerts, assessments])(
  'walking the pages of %s gives every row once, in order, whatever the page size',
  async (path) => {
    const token = await api.tokenOf('Reader', subscription);
    const whole = await walk(path, token, 1000);
    expect(whole.sizes).toHaveLength(1);
    expect(whole.ids.length).toBeGreaterThan(15);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (top) => {
        const { ids, sizes } = await walk(path, token, top);
        expect(ids).toEqual(whole.ids);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(top);
      }),
      { numRuns: 12 },
    );
  },
);

test.each([alerts, assessments])(
  'a principal with roles on two resource groups walks the rows of both, of %s',
  async (path) => {
    const oid = '00000000-0000-0000-0000-00000000b002';
    api.assign(oid, 'Reader', group);
    api.assign(oid, 'Reader', `${otherGroup}/providers/Microsoft.Compute/virtualMachines/vm3`);
    api.assign(oid, 'Reader', `${otherGroup}/providers/Microsoft.Storage/storageAccounts/st2`);
    const { ids } = await walk(path, await api.issuer.issueToken({ oid }), 4);
    const all = await walk(path, await api.tokenOf('Reader', subscription), 1000);
    const own = all.ids.filter((id) => id.startsWith(`${group}/`) || id.includes('/vm3/') || id.includes('/st2/'));
    const alertsOfOthers = path === alerts ? all.ids.filter((id) => id.includes('00000000003')) : [];
    expect([...ids].sort()).toEqual([...new Set([...own, ...alertsOfOthers])].sort());
    expect(ids.length).toBeGreaterThan(4);
  },
);

test('nextLink is absolute, and keeps what the client asked for', async () => {
  const token = await api.tokenOf('Reader', subscription);
  const headers = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'api.example.com:8443',
    'x-forwarded-prefix': '/arm',
  };
  const { json } = await api.call('GET', `${assessments}&$expand=metadata&$top=2`, { token, headers });
  const link = new URL(json['nextLink'] as string);
  expect(link.origin + link.pathname).toBe(
    `https://api.example.com:8443/arm${new URL(assessments, 'https://x.example.com').pathname}`,
  );
  expect(Object.fromEntries(link.searchParams)).toMatchObject({
    'api-version': '2021-06-01',
    $expand: 'metadata',
    $top: '2',
  });
});

test('the last page has no nextLink', async () => {
  const { json } = await api.call('GET', alerts, { token: await api.tokenOf('Reader', subscription) });
  expect(json).not.toHaveProperty('nextLink');
});

describe('a $skipToken is refused', () => {
  const refused = { status: 400, json: { error: { code: 'InvalidSkipToken' } } };
  const firstLink = async (token: string) =>
    (await api.call('GET', `${alerts}&$top=2`, { token })).json['nextLink'] as string;

  test.each(['abc', 'MQ.AAAA', '', '.', 'MQ'])('when the server did not issue it: %p', async (skipToken) => {
    const token = await api.tokenOf('Reader', subscription);
    expect(await api.call('GET', `${alerts}&$skipToken=${skipToken}`, { token })).toMatchObject(refused);
  });

  test('when it was issued for another list', async () => {
    const token = await api.tokenOf('Reader', subscription);
    const skipToken = new URL(await firstLink(token)).searchParams.get('$skipToken')!;
    const other = `${subscription}/providers/Microsoft.Security/locations/centralus/alerts?api-version=2022-01-01`;
    expect(await api.call('GET', `${other}&$skipToken=${skipToken}`, { token })).toMatchObject(refused);
  });

  test('when it was issued to another principal', async () => {
    const link = await firstLink(await api.tokenOf('Reader', subscription));
    expect(await api.call('GET', link, { token: await api.tokenOf('Owner', subscription) })).toMatchObject(refused);
  });

  test('on lists that never have a second page', async () => {
    const path = `${subscription}/providers/Microsoft.Security/locations?api-version=2015-06-01-preview&$skipToken=abc`;
    expect(await api.call('GET', path, { token: await api.tokenOf('Reader', subscription) })).toMatchObject(refused);
  });
});

test.each(['0', '-1', 'x', '1.5', ''])('$top=%s is refused', async (top) => {
  const reply = await api.call('GET', `${alerts}&$top=${top}`, { token: await api.tokenOf('Reader', machine) });
  expect(reply).toMatchObject({ status: 400, json: { error: { code: 'InvalidTop' } } });
});
