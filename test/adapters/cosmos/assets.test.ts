import { findingStore } from '../../../shared/adapters/cosmos/findings';
import { resourceStore } from '../../../shared/adapters/cosmos/resources';
import { copyFor } from '../../../shared/core/posture/relations';
import { partitionOf } from '../../../shared/core/documentIds';
import { listAssets } from '../../../shared/flows/inventory/listAssets';
import type { ResourceDocument } from '../../../shared/model/documents/resources';
import { documentOf, idOf, subscription, thing } from '../../core/posture/posture.samples';
import { alertDocument, judgementDocument } from '../../http/support/samples';
import { type CosmosForTests, everything, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
const store = () => resourceStore(cosmos.containers);
const scope = `/subscriptions/${subscription}`;
const arn = 'arn:aws:s3:::Data';

const below = (id: string, type: string, observedAt: string): ResourceDocument =>
  documentOf({ id, name: id.split('/').at(-1)!, type, properties: {} }, observedAt);

beforeAll(async () => {
  cosmos = await startDeployedCosmos();
  const time = (hour: number): string => `2026-11-21T0${hour}:00:00.000Z`;
  const vm = idOf('vm', 'Microsoft.Compute/virtualMachines');
  for (const document of [
    documentOf(thing('b'), time(2)),
    documentOf(thing('a'), time(3)),
    documentOf(thing('c'), time(1)),
    { ...documentOf(thing('gone'), time(1)), deleted: true as const },
    below(vm, 'Microsoft.Compute/virtualMachines', time(4)),
    below(`${vm}/providers/Skywarden/machineFacts/linux`, 'Skywarden/machineFacts', time(5)),
    below(`${vm}/providers/Skywarden/windowsState/latest`, 'Skywarden/windowsState', time(6)),
    below(`${vm}/providers/Microsoft.Security/assessments/x`, 'Microsoft.Security/assessments', time(6)),
    copyFor(vm, documentOf(thing('copied'), time(4))),
    below(arn, 'AWS::S3::Bucket', time(4)),
  ])
    await store().save(document);
  await findingStore(cosmos.containers).save([judgementDocument(idOf('a'), { one: 'Unhealthy' })]);
  await findingStore(cosmos.containers).save([judgementDocument(idOf('b'), { one: 'Healthy' })]);
  await findingStore(cosmos.containers).save([judgementDocument(arn, { one: 'Healthy' })]);
}, 30_000);
afterAll(() => cosmos.stop());

const names = async (query: Partial<Parameters<ReturnType<typeof resourceStore>['assets']>[0]>, top = 2) => {
  const { items } = await everything((options) => store().assets({ scope, ...query }, options), top);
  return items.map(({ resource }) => resource.name);
};

test('assets are resources without facts, findings, copies and what is gone', async () => {
  expect((await names({})).toSorted()).toEqual(['a', 'b', 'c', 'vm']);
});

test('assets of several types are found without case, and none for none', async () => {
  const types = ['microsoft.TEST/things', 'x/y'];
  expect((await names({ types })).toSorted()).toEqual(['a', 'b', 'c']);
  expect(await names({ types: [] })).toEqual([]);
  expect(await names({ types: ['skywarden/machinefacts'] })).toEqual(['linux']);
});

test('assets come in the order of their snapshots, over all pages', async () => {
  expect(await names({ order: 'oldest' })).toEqual(['c', 'b', 'a', 'vm']);
  expect(await names({ order: 'newest' }, 1)).toEqual(['vm', 'a', 'b', 'c']);
});

test('what lies in no subscription is asked for apart', async () => {
  expect(await names({ outside: true })).toEqual(['arn:aws:s3:::Data']);
  expect((await names({ scope: '' })).toSorted()).toEqual(['a', 'arn:aws:s3:::Data', 'b', 'c', 'vm']);
});

test('facts tell when they were last seen, the newest of each partition', async () => {
  const partitions = [idOf('vm', 'Microsoft.Compute/virtualMachines'), idOf('a')].map(partitionOf);
  const seen = await store().lastSeen(partitions, ['Skywarden/machineFacts', 'Skywarden/windowsState']);
  expect(seen).toMatchObject([{ ...partitions[0], observedAt: '2026-11-21T06:00:00.000Z' }]);
});

test('judgements of several resources, in Azure and elsewhere, are read together', async () => {
  const found = await findingStore(cosmos.containers).judgementsOf([idOf('A'), idOf('b'), idOf('c'), arn]);
  expect(found.map(({ resourceId }) => resourceId).toSorted()).toEqual([idOf('a'), idOf('b'), arn].toSorted());
});

test('open alerts are counted by resource, closed ones and those of others are not', async () => {
  const findings = findingStore(cosmos.containers);
  const [one, other] = [idOf('a'), idOf('b')];
  await findings.save([alertDocument(one, 1), alertDocument(one, 2), alertDocument(one, 3, { status: 'Resolved' })]);
  await findings.save([alertDocument(other, 4, { status: 'InProgress' })]);
  await findings.save([alertDocument(idOf('c'), 5)]);
  const counted = await findings.openAlerts([one, other, idOf('vm', 'Microsoft.Compute/virtualMachines'), arn]);
  expect(counted.toSorted((a, b) => b.alerts - a.alerts)).toEqual([
    { resourceId: one, alerts: 2 },
    { resourceId: other, alerts: 1 },
  ]);
});

test('a page of the inventory has its verdicts', async () => {
  const ports = { now: () => new Date(), resources: store(), findings: findingStore(cosmos.containers) };
  const listed = await listAssets(ports, { scopes: [{ scope }], filter: { unhealthy: 1 } }, { top: 10 });
  expect(listed.items.map(({ document }) => document.resource.name)).toEqual(['a']);
});
