import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import containers from '../../infra/containers.json';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const storage = read('infra/modules/storage.bicep');
const operate = read('docs/operate.md');

const between = (text: string, start: string, end: string): string => text.split(start)[1]!.split(end)[0]!;
const strings = (text: string): string[] => [...text.matchAll(/'([\w-]+)'/g)].map(([, value]) => value!);

/** Rows of the table `var containers` in the storage module. */
const blobContainers = [
  ...between(storage, 'var containers blobContainer[] = [', '\n]').matchAll(
    /name: '([\w-]+)', deleteAfterDays: (\d+|null), role: '(\w+)'/g,
  ),
].map(([, name, days]) => ({ name: name!, days: days === 'null' ? undefined : Number(days) }));

/** `| name | ... |` of docs/operate.md. */
const rowOf = (name: string): string | undefined =>
  operate.split('\n').find((line) => line.replaceAll('`', '').startsWith(`| ${name} `));

const days = (seconds: number): string => `${seconds / 86_400} d`;

test('the storage account has the blob containers of one machine, and the one in which the host of Azure keeps its keys', () => {
  const local = strings(between(read('local/start/storage.ts'), 'const blobContainers = [', ']'));
  expect(local.length).toBeGreaterThan(5);
  expect(blobContainers.map(({ name }) => name).sort()).toEqual([...local, 'azure-webjobs-secrets'].sort());
});

test('the storage account has the queues of one machine, each with its poison queue', () => {
  const local = strings(between(read('local/start/storage.ts'), 'const queues = [', ']'));
  expect(local.length).toBeGreaterThan(0);
  expect(strings(between(storage, 'var queues = [', ']'))).toEqual(local);
  expect(storage).toContain(`map(queues, queue => '\${queue}-poison')`);
});

test('the namespace has the hubs of one machine, with as many partitions', () => {
  const hubsIn = (text: string) =>
    [...text.matchAll(/\{ name: '(\w+)', partitionCount: (\d+)/g)].map(([, name, count]) => [name, Number(count)]);
  const local = hubsIn(between(read('local/start/servicesPart.ts'), 'const hubs = [', '];'));
  expect(local.length).toBeGreaterThan(2);
  expect(hubsIn(between(read('infra/modules/eventHubs.bicep'), 'var hubs = [', '\n]'))).toEqual(local);
});

test('Cosmos DB gets its containers from the definition that the local endpoint reads', () => {
  expect(read('infra/main.bicep')).toContain(`loadJsonContent('containers.json')`);
});

test('shared keys and passwords are off in every service that has them', () => {
  expect(storage).toContain('allowSharedKeyAccess: false');
  expect(read('infra/modules/cosmos.bicep')).toContain('disableLocalAuth: true');
  expect(read('infra/modules/eventHubs.bicep')).toContain('disableLocalAuth: true');
  expect(read('infra/modules/keyVault.bicep')).toContain('enableRbacAuthorization: true');
  expect(read('infra/modules/monitoring.bicep')).toContain('DisableLocalAuth: true');
});

test('the table of bounded storage states each blob container with its days', () => {
  for (const { name, days: kept } of blobContainers) {
    expect([name, rowOf(`blob ${name}`)]).toEqual([name, expect.stringContaining(kept ? `${kept} d` : 'no rule')]);
  }
});

test('the table of bounded storage states each Cosmos container, with its ttl where it has one', () => {
  for (const { id, defaultTtl } of containers.containers) {
    const stated = defaultTtl > 0 ? days(defaultTtl) : 'per document';
    expect([id, rowOf(`Cosmos ${id}`)]).toEqual([id, expect.stringContaining(stated)]);
  }
});

test('the table of settings explains each setting of the app', () => {
  const config = between(read('shared/config.ts'), 'const settingsSchema = z.object({', '\n});');
  const names = [...config.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !rowOf(name))).toEqual([]);
});
