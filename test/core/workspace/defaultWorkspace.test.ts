import {
  defaultWorkspaceName,
  defaultWorkspaceOf,
  homeWorkspace,
} from '../../../shared/core/workspace/defaultWorkspace';

const homeId = '00000000-0000-0000-0000-000000000001';
const otherId = '00000000-0000-0000-0000-000000000002';
const home = { subscriptionId: homeId, location: 'northeurope', workspaceId: 'default' };
const now = '2026-11-21T08:00:00.000Z';
const nameOf = (subscriptionId: string, location: string) => {
  const { id, name } = defaultWorkspaceOf(home, subscriptionId, location, now);
  return [id, name];
};

test('its name holds the subscription and the code of the region', () => {
  expect(defaultWorkspaceName(otherId, 'westeurope')).toBe(`DefaultWorkspace-${otherId}-WEU`);
});

test('machines of one geography share it, whatever their region', () => {
  expect(nameOf(otherId, 'westeurope')).toEqual([`defaultworkspace-${otherId}-weu`, `DefaultWorkspace-${otherId}-WEU`]);
  expect(nameOf(otherId, 'francecentral')).toEqual(nameOf(otherId, 'westeurope'));
  expect(nameOf(otherId, 'uksouth')[0]).toBe(`defaultworkspace-${otherId}-suk`);
});

test('at home it is the one that was there before there were others', () => {
  expect(nameOf(homeId, 'germanynorth')).toEqual(['default', `DefaultWorkspace-${homeId}-WEU`]);
  expect(nameOf(homeId, 'eastus')[0]).toBe(`defaultworkspace-${homeId}-eus`);
});

test('a machine without a geography, and every machine of a home without one, belongs to home', () => {
  expect(nameOf(otherId, 'global')[0]).toBe('default');
  expect(defaultWorkspaceOf({ ...home, location: 'local' }, otherId, 'westeurope', now).id).toBe('default');
  expect(homeWorkspace({ ...home, location: 'local' }).name).toBe(`DefaultWorkspace-${homeId}`);
});

test('it keeps machines 3 days hot and 31 days in all', () => {
  expect(defaultWorkspaceOf(home, otherId, 'eastus', now)).toMatchObject({
    location: 'eastus',
    hotDays: 3,
    retentionDays: 31,
    keepAllSources: false,
    exports: 'all',
    defaultOf: otherId,
  });
});
