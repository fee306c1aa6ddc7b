import fc from 'fast-check';
import type { AssetFilter } from '../../../shared/core/posture/inventory/assetFilter';
import { matchesAsset, matchesResource } from '../../../shared/core/posture/inventory/assetFilter';
import { type AssetScope, knownAbout, listAssets } from '../../../shared/flows/inventory/listAssets';
import type { ResourceDocument } from '../../../shared/model/documents/resources';
import { memoryPorts, type MemoryPorts } from '../../doubles/memoryPorts';
import { judgementDocument, otherSubscription, resourceDocument, subscription } from '../../http/support/samples';

const scopes: AssetScope[] = [{ scope: subscription }, { scope: otherSubscription }, { scope: '', outside: true }];

const vm = (n: number, at = subscription): string =>
  `${at}/resourceGroups/g${n % 3}/providers/Microsoft.Compute/virtualMachines/vm${n}`;
const account = (n: number): string =>
  `${otherSubscription}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st${n}`;

async function filled(): Promise<MemoryPorts & { documents: ResourceDocument[] }> {
  const memory = memoryPorts();
  const documents: ResourceDocument[] = [];
  for (let n = 0; n < 23; n += 1) {
    const document = resourceDocument(n % 2 ? vm(n) : account(n));
    documents.push({
      ...document,
      resource: { ...document.resource, tags: n % 5 ? {} : { env: 'prod' }, location: n % 4 ? 'westeurope' : 'eastus' },
    });
    if (n % 3 === 0)
      await memory.ports.findings.save([
        judgementDocument(document.resourceId, { a: n % 2 ? 'Unhealthy' : 'Healthy' }),
      ]);
  }
  const instance = resourceDocument('arn:aws:ec2:eu-west-1:000000000001:instance/i-1');
  documents.push({
    ...instance,
    type: 'AWS::EC2::Instance',
    resource: { ...instance.resource, type: 'AWS::EC2::Instance' },
  });
  for (const document of documents) await memory.ports.resources.save(document);
  const facts = resourceDocument(`${vm(1)}/providers/Skywarden/machineFacts/linux`);
  const seen = { type: 'Skywarden/machineFacts', observedAt: '2026-11-21T11:00:00.000Z' };
  await memory.ports.resources.save({ ...facts, ...seen });
  return { ...memory, documents };
}

async function walk(memory: MemoryPorts, filter: AssetFilter, top: number): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let continuation: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const listed = await listAssets(memory.ports, { scopes, filter }, { top, continuation });
    expect(listed.items.length).toBeLessThanOrEqual(top);
    ids.push(...listed.items.map(({ document }) => document.resourceId));
    continuation = listed.continuation;
    if (continuation === undefined) return { ids, pages };
    if (pages > 1_000) throw new Error('It does not end');
  }
}

const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

test('paging ends, and answers every row that matches exactly once, whatever the filter and the size of a page', async () => {
  const memory = await filled();
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        types: some(fc.subarray(['Microsoft.Compute/virtualMachines', 'microsoft.storage/storageaccounts'])),
        resourceGroup: some(fc.constantFrom('g0', 'g')),
        location: some(fc.constantFrom('westeurope', 'nowhere')),
        tag: some(fc.constantFrom('env', 'env:prod', 'env:test')),
        agentStates: some(fc.subarray(['installed', 'missing', 'notApplicable'] as const)),
        unhealthy: some(fc.constantFrom(0, 1)),
        environments: some(fc.subarray(['Azure', 'AWS'] as const)),
      }),
      fc.integer({ min: 1, max: 9 }),
      async (filter, top) => {
        const all = await knownAbout(memory.ports, memory.documents);
        const expected = all.filter((asset) => matchesResource(filter, asset.document) && matchesAsset(filter, asset));
        const { ids } = await walk(memory, filter, top);
        expect(ids.toSorted()).toEqual(expected.map(({ document }) => document.resourceId).toSorted());
      },
    ),
    { numRuns: 60 },
  );
});

test('a filter that nothing matches reads a bounded number of pages in one request, and the next one goes on', async () => {
  const memory = await filled();
  let reads = 0;
  const resources = { ...memory.ports.resources };
  memory.ports.resources.assets = (...given) => {
    reads += 1;
    return resources.assets(...given);
  };
  const first = await listAssets(memory.ports, { scopes, filter: { text: 'nothing' } }, { top: 1 });
  expect(first.items).toEqual([]);
  expect(first.continuation).toBeDefined();
  expect(reads).toBe(20);
  expect((await walk(memory, { text: 'nothing' }, 1)).ids).toEqual([]);
});

test('however much is asked for, the store is asked for a bounded number of rows at once', async () => {
  const memory = await filled();
  const resources = { ...memory.ports.resources };
  const asked: number[] = [];
  memory.ports.resources.assets = (query, options) => {
    asked.push(options.top);
    return resources.assets(query, options);
  };
  await listAssets(memory.ports, { scopes, filter: {} }, { top: 5_000 });
  expect(Math.max(...asked)).toBe(250);
});

test('verdicts and facts of a page take one request each', async () => {
  const memory = await filled();
  const asked: number[] = [];
  const findings = { ...memory.ports.findings };
  memory.ports.findings.judgementsOf = (ids) => {
    asked.push(ids.length);
    return findings.judgementsOf(ids);
  };
  const { items } = await listAssets(memory.ports, { scopes: [scopes[0]!], filter: {} }, { top: 100 });
  expect(
    items
      .map(({ agentState }) => agentState)
      .toSorted()
      .at(0),
  ).toBe('installed');
  expect(asked).toEqual([items.length]);
});

test('facts and findings about machines are no rows', async () => {
  const memory = await filled();
  const { ids } = await walk(memory, {}, 100);
  expect(ids.filter((id) => id.includes('Skywarden'))).toEqual([]);
});
