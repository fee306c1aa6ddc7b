import { findingStore } from '../../../shared/adapters/cosmos/findings';
import { judgementId, outboxId, scoreDayId } from '../../../shared/core/documentIds';
import { raiseAlerts } from '../../../shared/flows/raiseAlerts';
import { recordNetworkChanges } from '../../../shared/flows/recordNetworkChanges';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import { profileStore } from '../../../shared/adapters/cosmos/profiles';
import { correlateAlerts } from '../../../shared/flows/incidents/correlateAlerts';
import { memoryAlertSettings } from '../../doubles/memory/alertSettings';
import type { AlertDocument, JudgementDocument } from '../../../shared/model/documents/findings';
import type { OutboxDocument } from '../../../shared/model/documents/outbox';
import type { ScoreChangeDocument, ScoreDayDocument } from '../../../shared/model/documents/score';
import { parseResourceId } from '../../../shared/model/resourceId';
import { finding } from '../../core/alert/finding';
import { idOf, subscription } from '../../core/posture/posture.samples';
import { acted, group, groupId, office, seen, ssh } from '../../core/posture/networkChange/networkSamples';
import { resourceStore } from '../../../shared/adapters/cosmos/resources';
import { home } from '../../flows/support/ingestWorld';
import { type CosmosForTests, everything, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());
const store = () => findingStore(cosmos.containers);

function judged(name: string): { judgement: JudgementDocument; outbox: OutboxDocument } {
  const resourceId = idOf(name);
  const { rootId } = parseResourceId(resourceId);
  const shared = { workspaceId: 'default', subscriptionId: subscription, rootId, resourceId, version: 1 };
  const judgement = { resourceId, resourceName: name, resourceType: 't', location: 'x', observedAt: 'x', verdicts: {} };
  const id = judgementId(resourceId);
  return {
    judgement: { ...shared, id, kind: 'judgement', judgement },
    outbox: {
      ...shared,
      id: outboxId(id, 1),
      kind: 'outbox',
      itemId: id,
      at: '2026-11-21T08:00:00.000Z',
      item: { of: 'judgement', judgement, before: {}, after: {}, removed: false },
    },
  };
}

test('item and outbox are written in one batch and read back', async () => {
  const { judgement, outbox } = judged('both');
  await store().save([judgement, outbox]);
  expect(await store().judgement(judgement, idOf('BOTH'))).toMatchObject({ id: judgement.id, version: 1 });
  expect(await store().outbox(outbox, outbox.id)).toMatchObject({ itemId: judgement.id });
});

test('when one of them lost, nothing is written', async () => {
  const { judgement, outbox } = judged('lost');
  await store().save([judgement, outbox]);
  const stale = { ...judgement, _etag: '"stale"', version: 2 };
  const next = { ...outbox, id: outboxId(judgement.id, 2), version: 2 };
  await expect(store().save([stale, next])).rejects.toThrow(Conflict);
  expect(await store().outbox(next, next.id)).toBeUndefined();
  const fresh = (await store().judgement(judgement, judgement.resourceId))!;
  await expect(store().save([{ ...fresh, version: 2 }, outbox])).rejects.toThrow(Conflict);
  expect((await store().judgement(judgement, judgement.resourceId))?.version).toBe(1);
  await store().save([{ ...fresh, version: 2 }, next]);
  expect((await store().judgement(judgement, judgement.resourceId))?.version).toBe(2);
});

test('a removal goes with its outbox document, and only for the version that was read', async () => {
  const { judgement, outbox } = judged('removed');
  await store().save([judgement, outbox]);
  const next = { ...outbox, id: outboxId(judgement.id, 2), version: 2 };
  await expect(store().remove({ ...judgement, _etag: '"stale"' }, next)).rejects.toThrow(Conflict);
  const read = (await store().judgement(judgement, judgement.resourceId))!;
  await store().remove(read, next);
  expect(await store().judgement(judgement, judgement.resourceId)).toBeUndefined();
  expect(await store().outbox(next, next.id)).toMatchObject({ version: 2 });
  await expect(store().remove(read, { ...next, id: outboxId(judgement.id, 3) })).rejects.toThrow(Conflict);
});

test('judgements are listed at and below a scope, page by page', async () => {
  for (const name of ['j1', 'j2', 'j3']) await store().save(Object.values(judged(name)));
  const all = await everything((options) => store().judgements(`/subscriptions/${subscription}`, options), 2);
  expect(all.items.map(({ judgement }) => judgement.resourceName)).toEqual(expect.arrayContaining(['j1', 'j2', 'j3']));
  expect(all.items.every(({ kind }) => kind === 'judgement')).toBe(true);
  const one = await everything((options) => store().judgements(idOf('J2'), options), 2);
  expect(one.items.map(({ judgement }) => judgement.resourceName)).toEqual(['j2']);
});

test('history is listed newest first', async () => {
  const rootId = `/subscriptions/${subscription}`;
  const change = (version: number): ScoreChangeDocument => ({
    id: `scoreChange|${version}`,
    kind: 'scoreChange',
    workspaceId: 'default',
    subscriptionId: subscription,
    rootId,
    version,
    change: {
      at: 'x',
      before: { max: 0, current: 0, percentage: 0 },
      after: { max: 0, current: 0, percentage: 0 },
      controls: [],
      reasons: [],
    },
  });
  await store().save([9, 11, 10].map(change));
  const { items } = await everything((options) => store().scoreChanges(subscription, options), 2);
  expect(items.map(({ version }) => version)).toEqual([11, 10, 9]);
});

test('days of the score are listed by range, oldest first, and read one by one', async () => {
  const rootId = `/subscriptions/${subscription}`;
  const dayOf = (day: string): ScoreDayDocument => ({
    id: scoreDayId(day),
    kind: 'scoreDay',
    workspaceId: 'default',
    subscriptionId: subscription,
    rootId,
    version: Number(day.replaceAll('-', '')),
    day: {
      day,
      at: `${day}T20:00:00.000Z`,
      score: { max: 0, current: 0, percentage: 0 },
      weight: 0,
      controls: {},
      controlTable: '2025-11',
    },
  });
  await store().save(['2026-11-20', '2026-10-31', '2026-11-01', '2026-11-21'].map(dayOf));
  const range = { from: '2026-11-01', to: '2026-11-20' };
  const { items } = await everything((options) => store().scoreDays(subscription, range, options), 1);
  expect(items.map(({ day }) => day.day)).toEqual(['2026-11-01', '2026-11-20']);
  expect(await store().scoreDay(subscription, '2026-10-31')).toMatchObject(dayOf('2026-10-31'));
  expect(await store().scoreDay(subscription, '2026-10-30')).toBeUndefined();
  expect(await store().freshness(subscription)).toBeUndefined();
});

const outboxOf = ({ alert, ...document }: AlertDocument): OutboxDocument => ({
  ...document,
  kind: 'outbox',
  itemId: document.id,
  at: '2026-11-21T08:00:00.000Z',
  item: { of: 'alert', change: 'created', alert },
});

describe('alerts', () => {
  const ports = () => ({
    now: () => new Date('2026-11-21T08:00:00.000Z'),
    findings: store(),
    alertSettings: memoryAlertSettings(),
  });
  const scope = `/subscriptions/${subscription}`;
  const list = async (within: string, location?: string) =>
    (await everything((options) => store().alerts({ scope: within, location }, options), 2)).items;

  it('are raised once by writers that race, and lose no event', async () => {
    const raced = Array.from({ length: 6 }, (_, at) => ({ ...finding, entityKey: 'race', eventIds: [`race-${at}`] }));
    const created = await Promise.all(raced.map((one) => raiseAlerts(ports(), home, [one])));
    expect(created.reduce((sum, count) => sum + count, 0)).toBe(1);
    const [alert] = (await list(scope)).filter((one) => one.alert.eventIds.includes('race-0'));
    expect(alert?.alert.eventIds.toSorted()).toEqual(raced.flatMap(({ eventIds }) => eventIds));
  });

  it('of records without a resource are found below the home subscription', async () => {
    await raiseAlerts(ports(), home, [{ ...finding, entityKey: 'nowhere', resourceId: '', eventIds: ['nowhere-1'] }]);
    const found = (await list(scope)).find(({ alert }) => alert.eventIds.includes('nowhere-1'));
    expect(found?.rootId).toBe(scope);
    expect((await store().alert(subscription, found!.alert.guid))?.id).toBe(found!.id);
    expect((await store().alert(subscription, found!.alert.guid, found))?.id).toBe(found!.id);
  });

  it('are listed newest first', async () => {
    const times = ['2026-03-02T10:00:00.000Z', '2026-03-02T12:00:00.000Z', '2026-03-02T11:00:00.000Z'];
    const raised = times.map((time, at) => ({ ...finding, entityKey: `order-${at}`, time, eventIds: [`order-${at}`] }));
    await raiseAlerts(ports(), home, raised);
    const starts = (await list(scope)).map(({ alert }) => alert.startTimeUtc);
    expect(starts).toEqual([...starts].sort().reverse());
    expect(starts.length).toBeGreaterThan(3);
  });

  it('are narrowed to those that began since a time, and to states', async () => {
    const times = ['2026-04-02T10:00:00.000Z', '2026-04-02T12:00:00.000Z', '2026-04-02T11:00:00.000Z'];
    const raised = times.map((time, at) => ({ ...finding, entityKey: `since-${at}`, time, eventIds: [`since-${at}`] }));
    await raiseAlerts(ports(), home, raised);
    const wanted = (filter: object) => everything((options) => store().alerts({ scope, ...filter }, options), 2);
    const { items } = await wanted({ since: '2026-04-02T11:00:00.000Z', statuses: ['Active'] });
    expect(items.map(({ alert }) => alert.startTimeUtc.slice(11, 13))).toEqual(['12', '11']);
    expect((await wanted({ since: '2026-04-02T10:00:00.000Z', statuses: ['Resolved'] })).items).toEqual([]);
  });

  it('of an incident in a resource group are listed there, and not in another', async () => {
    const raised = ['incident-1', 'incident-2'].map((key) => ({
      ...finding,
      entityKey: key,
      time: '2026-05-02T10:00:00.000Z',
      eventIds: [key],
      rule: { ...finding.rule, id: key, alertType: key },
      resourceId: finding.resourceId.replace(/vm-1$/, 'vm-story'),
      entities: [],
    }));
    await raiseAlerts(ports(), home, raised);
    const feed = (await list(scope)).filter(({ alert }) => alert.alertType.startsWith('incident-')).map(outboxOf);
    const profiles = profileStore(cosmos.containers);
    expect(await correlateAlerts({ ...ports(), profiles }, feed)).toMatchObject({ alerts: 2, incidents: 1 });
    expect(await correlateAlerts({ ...ports(), profiles }, feed)).toMatchObject({ alerts: 2, incidents: 0 });
    const incidents = async (within: string) => (await list(within)).filter(({ alert }) => alert.isIncident);
    expect(await incidents(`${scope}/resourceGroups/RG`)).toMatchObject([{ rootId: scope, alert: { occurrences: 2 } }]);
    expect(await incidents(`${scope}/resourceGroups/other`)).toEqual([]);
  });

  it('are narrowed to group, resource and location', async () => {
    expect((await list(`${scope}/resourceGroups/RG`)).length).toBeGreaterThan(0);
    expect(await list(`${scope}/resourceGroups/other`)).toEqual([]);
    expect((await list(finding.resourceId, 'LOCAL')).length).toBeGreaterThan(0);
    expect(await list(scope, 'elsewhere')).toEqual([]);
    expect(await list('/subscriptions/00000000-0000-0000-0000-000000000099')).toEqual([]);
  });

  it('that nobody raised are undefined', async () => {
    expect(await store().alert(subscription, '00000000-0000-0000-0000-00000000000a')).toBeUndefined();
  });
});

test.each(['/workspaces/alpha', '/providers/Microsoft.Management/managementGroups/root'])(
  'a list below %s holds nothing of any subscription',
  async (scope) => {
    const { judgement, outbox } = judged(`below-${scope.length}`);
    await store().save([judgement, outbox]);
    expect((await store().judgements('', { top: 1 })).items).toHaveLength(1);
    expect((await store().judgements(scope, { top: 10 })).items).toEqual([]);
    expect((await store().alerts({ scope }, { top: 10 })).items).toEqual([]);
  },
);

test('network changes are recorded, completed and listed newest first, by resource and above it', async () => {
  const ports = {
    alertSettings: memoryAlertSettings(),
    now: () => new Date('2026-11-21T12:00:00Z'),
    findings: store(),
    resources: resourceStore(cosmos.containers),
  };
  const step = (event: ReturnType<typeof seen>) => recordNetworkChanges(ports, home, [event]);
  await step(seen('08:00', group([ssh(office)])));
  await step(acted('08:58', `${groupId}/securityRules/ssh`));
  await step(seen('09:00', group([ssh('*')])));
  await step(seen('10:00', group([])));
  const listed = await store().networkChanges(groupId.toUpperCase(), { top: 10 });
  expect(
    listed.items.map(({ change }) => [change.at.slice(11, 16), change.changes.length, change.caller?.name]),
  ).toEqual([
    ['10:00', 1, undefined],
    ['08:58', 1, 'alice@example.com'],
  ]);
  const first = await store().networkChanges(`/subscriptions/${subscription}`, { top: 1 });
  expect(first.items.map(({ version }) => version)).toEqual([1]);
  const rest = await store().networkChanges(`/subscriptions/${subscription}`, {
    top: 1,
    continuation: first.continuation,
  });
  expect(rest.items.map(({ version }) => version)).toEqual([2]);
});
