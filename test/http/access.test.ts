import { createCaller } from '../../shared/http/access';
import type { RoleName, SubscriptionDocument } from '../../shared/model/documents/settings';
import {
  group,
  machine,
  otherGroup,
  otherSubscription,
  otherSubscriptionId,
  subscription,
  subscriptionId,
} from './support/samples';

const known = (id: string, managementGroups: string[]): SubscriptionDocument => ({
  kind: 'subscription',
  id,
  workspaceId: 'main',
  scope: `/subscriptions/${id}`,
  subscriptionId: id,
  displayName: id,
  tenantId: id,
  managementGroups,
});

const callerWith = (...roles: [RoleName, string][]) =>
  createCaller(
    { oid: 'o', groups: [] },
    {
      assignments: roles.map(([role, scope]) => ({
        kind: 'roleAssignment',
        id: scope,
        workspaceId: 'main',
        scope,
        principalId: 'o',
        role,
      })),
      subscriptions: [known(subscriptionId, ['web', 'root']), known(otherSubscriptionId, ['root'])],
    },
  );

const managementGroup = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;

test('a role counts at its scope and below, without case, and nowhere else', () => {
  const caller = callerWith(['Reader', group.toUpperCase()]);
  expect(caller.may('read', group)).toBe(true);
  expect(caller.may('read', machine.toLowerCase())).toBe(true);
  expect(caller.may('read', otherGroup)).toBe(false);
  expect(caller.may('read', subscription)).toBe(false);
  expect(caller.may('read', `${group}2`)).toBe(false);
});

test('a role at a management group counts in the subscriptions below it, also through groups between', () => {
  expect(callerWith(['Reader', managementGroup('Root')]).may('read', machine)).toBe(true);
  expect(callerWith(['Reader', managementGroup('web')]).may('read', machine)).toBe(true);
  expect(callerWith(['Reader', managementGroup('web')]).may('read', otherSubscription)).toBe(false);
});

test('a role at a management group counts for the management groups below it, not for those above', () => {
  expect(callerWith(['Reader', managementGroup('root')]).may('read', managementGroup('web'))).toBe(true);
  expect(callerWith(['Reader', managementGroup('web')]).may('read', managementGroup('root'))).toBe(false);
});

test('a role at the tenant counts everywhere', () => {
  expect(callerWith(['Reader', '/']).may('read', machine)).toBe(true);
  expect(callerWith(['Reader', '/']).readable('')).toEqual(['']);
});

test.each<[RoleName, string, boolean]>([
  ['Owner', subscription, true],
  ['Contributor', subscription, true],
  ['Security Admin', subscription, true],
  ['Security Admin', group, true],
  ['Contributor', managementGroup('root'), true],
  ['Owner', group, false],
  ['Contributor', group, false],
  ['Reader', subscription, false],
  ['Security Reader', subscription, false],
])('%s at %s may dismiss alerts: %s', (role, scope, expected) => {
  expect(callerWith([role, scope]).may('changeAlertState', machine)).toBe(expected);
});

test.each<[RoleName, boolean]>([
  ['Owner', true],
  ['Security Admin', true],
  ['Contributor', false],
  ['Reader', false],
  ['Security Reader', false],
])('%s of a resource group may write automations in it: %s', (role, expected) => {
  expect(callerWith([role, group]).may('writeAutomation', group)).toBe(expected);
});

test('what may be read below a scope is told without overlaps', () => {
  const caller = callerWith(['Reader', machine], ['Reader', group], ['Reader', otherSubscription]);
  expect(caller.readable(subscription)).toEqual([group.toLowerCase()]);
  expect(caller.readable(machine)).toEqual([machine]);
  expect(caller.readable(otherGroup)).toEqual([]);
});

test('only subscriptions with something to read are told', () => {
  expect(callerWith(['Reader', machine]).subscriptions.map((one) => one.subscriptionId)).toEqual([subscriptionId]);
});
