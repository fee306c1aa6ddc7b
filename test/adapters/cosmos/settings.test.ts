import { settingStore } from '../../../shared/adapters/cosmos/settings';
import { profileStore } from '../../../shared/adapters/cosmos/profiles';
import { runStore } from '../../../shared/adapters/cosmos/runs';
import { secretStore } from '../../../shared/adapters/secrets/store';
import { boundedEntityKey, profileId } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { RunDocument } from '../../../shared/model/documents/runs';
import { subscription } from '../../core/posture/posture.samples';
import { automationOf } from '../../flows/support/exportWorld';
import { type CosmosForTests, everything, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

describe('automations', () => {
  const store = () => settingStore(cosmos.containers);

  it('are created once, read without case, replaced by version and removed', async () => {
    const document = automationOf('Mail');
    const created = await store().saveAutomation(document);
    await expect(store().saveAutomation(document)).rejects.toThrow(Conflict);
    expect((await store().automation(document.automation.id.toUpperCase()))?.automation.name).toBe('Mail');
    const replaced = await store().saveAutomation({
      ...created,
      automation: { ...created.automation, isEnabled: false },
    });
    await expect(store().saveAutomation(created)).rejects.toThrow(Conflict);
    await expect(store().removeAutomation(created)).rejects.toThrow(Conflict);
    await store().removeAutomation(replaced);
    expect(await store().automation(document.automation.id)).toBeUndefined();
  });

  it('are listed by subscription', async () => {
    for (const name of ['a', 'b']) await store().saveAutomation(automationOf(name));
    const found = await store().automations(subscription.toUpperCase());
    expect(found.map(({ automation }) => automation.name).sort()).toEqual(['a', 'b']);
    expect(await store().automations('00000000-0000-0000-0000-000000000099')).toEqual([]);
  });
});

test('role assignments are found for any of the principals, over all scopes', async () => {
  const store = settingStore(cosmos.containers);
  for (const [scope, principalId] of [
    ['/', 'p1'],
    [`/subscriptions/${subscription}`, 'p2'],
    ['/', 'p3'],
  ] as const) {
    await store.saveRoleAssignment({
      id: `roleAssignment|${principalId}`,
      kind: 'roleAssignment',
      scope,
      workspaceId: 'default',
      principalId,
      role: 'Reader',
    });
  }
  const found = await store.roleAssignments(['p1', 'p2', 'unknown']);
  expect(found.map(({ principalId }) => principalId).sort()).toEqual(['p1', 'p2']);
  expect(await store.roleAssignments([])).toEqual([]);
});

test('a subscription that is known keeps what is said of it', async () => {
  const store = settingStore(cosmos.containers);
  const document = {
    id: `subscription|${subscription}`,
    kind: 'subscription',
    scope: `/subscriptions/${subscription}`,
    workspaceId: 'default',
    subscriptionId: subscription,
    displayName: 'Shop',
    tenantId: 't',
    managementGroups: [],
  } as const;
  await store.addSubscription({ ...document, managementGroups: [] });
  await store.addSubscription({ ...document, displayName: 'again', managementGroups: [] });
  expect((await store.subscriptions()).map(({ displayName }) => displayName)).toEqual(['Shop']);
});

describe('profiles', () => {
  const store = () => profileStore(cosmos.containers);
  const profileOf = (entityKey: string) => ({
    id: profileId(entityKey, 'd'),
    kind: 'profile' as const,
    workspaceId: 'default',
    entityKey,
    detector: 'd',
    counted: { '0': '1' },
    state: { n: 1 },
  });

  it('are saved by version', async () => {
    await store().save(profileOf('vm/1#?|192.0.2.1'));
    const loaded = (await store().load('vm/1#?|192.0.2.1', 'd'))!;
    await store().save({ ...loaded, state: { n: 2 } });
    await expect(store().save({ ...loaded, state: { n: 3 } })).rejects.toThrow(Conflict);
    await expect(store().save(profileOf('vm/1#?|192.0.2.1'))).rejects.toThrow(Conflict);
    expect((await store().load('vm/1#?|192.0.2.1', 'd'))?.state).toEqual({ n: 2 });
    expect(await store().load('vm/1#?|192.0.2.1', 'other')).toBeUndefined();
  });

  it('take keys of any length once they are bounded', async () => {
    const key = boundedEntityKey('ü'.repeat(50_000));
    await store().save(profileOf(key));
    expect((await store().load(key, 'd'))?.state).toEqual({ n: 1 });
  });
});

test('runs are listed newest first, over several days, and saved again under the same id', async () => {
  const store = runStore(cosmos.containers);
  const automationId = automationOf('runs').automation.id.toLowerCase();
  const run = (id: string, at: string): RunDocument => ({
    id,
    kind: 'run',
    workspaceId: 'default',
    automationId,
    day: at.slice(0, 10),
    at,
    status: 'Succeeded',
    action: 'EventHub',
    attempt: 1,
    deliveries: [id],
    outbox: [],
  });
  const times = ['2026-11-20T08:00:00Z', '2026-11-21T09:00:00Z', '2026-11-21T08:00:00Z', '2026-11-19T08:00:00Z'];
  for (const [at, time] of times.entries()) await store.save(run(`r${at}`, time));
  await store.save(run('r1', times[1]!));
  const { items } = await everything((options) => store.list(automationId, options), 2);
  expect(items.map(({ id }) => id)).toEqual(['r1', 'r2', 'r0', 'r3']);
  expect((await store.list('other', { top: 5 })).items).toEqual([]);
});

describe('secrets', () => {
  const [old, next] = ['old', 'next'].map((id, at) => ({ id, key: Buffer.alloc(32, at + 1) })) as [never, never];

  it('are sealed at rest, opened by id and gone after removal', async () => {
    const store = secretStore(cosmos.containers, [next]);
    await store.seal('s1', 'https://example.com/?sig=abc');
    expect(await store.open('s1')).toBe('https://example.com/?sig=abc');
    const { resource } = await cosmos.containers('secrets').item('s1', 's1').read<object>();
    expect(JSON.stringify(resource)).not.toContain('abc');
    await store.remove('s1');
    await store.remove('s1');
    expect(await store.open('s1')).toBeUndefined();
  });

  it('that were sealed before a rotation still open, and new ones take the new key', async () => {
    await secretStore(cosmos.containers, [old]).seal('s2', 'before');
    const rotated = secretStore(cosmos.containers, [next, old]);
    expect(await rotated.open('s2')).toBe('before');
    await rotated.seal('s2', 'after');
    expect(await secretStore(cosmos.containers, [next]).open('s2')).toBe('after');
    await expect(secretStore(cosmos.containers, [old]).open('s2')).rejects.toThrow('SECRETS_KEY');
  });
});
