import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { policyCommand } from '../../cli/commands/policy';
import { Rejected } from '../../shared/model/rejected';
import { definitionId, stateDefinition } from '../core/posture/plan/policy.samples';
import { type Api, openApi } from '../http/support/api';
import { account, subscription } from '../http/support/samples';
import { serveApi } from '../http/support/serveApi';

let api: Api & { close(): void };
let served: Awaited<ReturnType<typeof serveApi>>;
let folder: string;
const printed: string[] = [];

const run = (...args: string[]): Promise<number> => {
  printed.length = 0;
  return policyCommand([...args, '--url', served.url], (line) => void printed.push(line));
};
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const definition = (name: string) => ({ id: definitionId(name), name, properties: stateDefinition(name) });
const set = {
  name: 'base',
  properties: {
    policyDefinitions: [{ policyDefinitionId: definitionId('a') }, { policyDefinitionId: definitionId('b') }],
  },
};

beforeEach(async () => {
  api = await openApi();
  served = await serveApi(api.handle);
  folder = mkdtempSync(join(tmpdir(), 'skywarden-policy-'));
  process.env['SKYWARDEN_TOKEN'] = await api.tokenOf('Owner', '/');
});
afterEach(async () => {
  delete process.env['SKYWARDEN_TOKEN'];
  await served.close();
  api.close();
  rmSync(folder, { recursive: true });
});

test('a folder is imported, lists and lines alike, initiatives behind their definitions', async () => {
  file('1-set.json', JSON.stringify(set));
  file('2.ndjson.gz', gzipSync(`${JSON.stringify(definition('a'))}\n${JSON.stringify(definition('b'))}\n`));
  file('3.json', JSON.stringify({ value: [definition('c')] }, null, 2));
  expect(await run('import', folder, '--scope', subscription)).toBe(0);
  expect(printed).toEqual(['4 created, 0 replaced, 0 unchanged, 0 rejected']);
  expect(await run('import', folder, '--scope', subscription)).toBe(0);
  expect(printed).toEqual(['0 created, 0 replaced, 4 unchanged, 0 rejected']);
});

test('more than a request holds is sent in several', async () => {
  const large = { ...definition('a'), properties: stateDefinition('a', { filler: 'x'.repeat(500_000) }) };
  const path = file('large.json', JSON.stringify([large, { ...large, id: definitionId('b') }]));
  expect(await run('import', path)).toBe(0);
  expect(served.requests).toHaveLength(2);
});

test('what is rejected is named, and the exit code tells of it', async () => {
  expect(await run('import', file('x.json', '{"name":"x","properties":{}}'))).toBe(1);
  expect(printed[0]).toContain('rejected: It has no policyRule');
});

test('a policy is assigned with parameters, listed, and exempted from', async () => {
  await run('import', file('a.json', JSON.stringify(definition('a'))));
  const parameters = file('parameters.json', '{"effect":{"value":"Disabled"}}');
  const assigned = ['--policy', definitionId('a'), '--scope', subscription, '--parameters', parameters];
  expect(await run('assign', 'mine', ...assigned, '--display-name', 'Mine')).toBe(0);
  const id = `${subscription}/providers/Microsoft.Authorization/policyAssignments/mine`;
  expect(printed).toEqual([id]);
  expect(await run('list', '--scope', subscription)).toBe(0);
  expect(printed).toEqual([`Mine\t\t${id}`]);
  const exempt = ['--assignment', id, '--category', 'Mitigated', '--expires', '2030-01-01T00:00:00Z'];
  expect(await run('exempt', 'sold', '--scope', account, ...exempt)).toBe(0);
  await run('list', '--scope', account, '--kind', 'exemptions', '--json');
  expect(JSON.parse(printed[0]!)).toMatchObject([{ name: 'sold', properties: { exemptionCategory: 'Mitigated' } }]);
});

test('reading from Azure is put on the queue', async () => {
  const subscriptionId = subscription.split('/').at(-1)!;
  expect(await run('import', '--from-subscription', subscriptionId)).toBe(0);
  expect(api.memory.work.map(({ message }) => message)).toEqual([{ kind: 'importPolicies', subscriptionId }]);
});

test.each([[[]], [['import']], [['list']], [['assign', 'x']], [['exempt']], [['list', '--scope', '/', '--kind', 'x']]])(
  '%p says how it is used',
  async (args) => {
    await expect(run(...args)).rejects.toBeInstanceOf(Rejected);
  },
);
