import { assignmentsOf, workspaceAt } from '../../../shared/core/workspace/routing';
import type { WorkspaceScope } from '../../../shared/model/workspace';
import { workspace } from '../../flows/support/workspaces';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const group = `${subscription}/resourcegroups/rg`;
const machine = `${group}/providers/microsoft.compute/virtualmachines/vm`;
const scope = (of: string, since: string, more: Partial<WorkspaceScope> = {}): WorkspaceScope => ({
  scope: of,
  since,
  existing: false,
  ...more,
});
const at = (all: Record<string, WorkspaceScope[]>, time: string, settled?: { workspaceId: string; since: string }) =>
  workspaceAt(
    assignmentsOf(
      Object.entries(all).map(([id, scopes]) => workspace(id, { scopes })),
      machine,
    ),
    settled && { machineId: machine, ...settled },
    time,
  );

test('nothing is settled for a resource that no assignment covers', () => {
  expect(at({ a: [scope(`${subscription}/resourcegroups/other`, '1')], b: [] }, '5')).toBeUndefined();
});

test('the most specific assignment counts', () => {
  const all = { a: [scope(subscription, '1')], b: [scope(group, '1')] };
  expect(at(all, '5')).toBe('b');
  expect(at({ ...all, c: [scope(machine, '1')] }, '5')).toBe('c');
});

test('an assignment holds from its time on, and until its end', () => {
  const all = { a: [scope(subscription, '3', { until: '6' })] };
  expect(['2', '3', '5', '6'].map((time) => at(all, time))).toEqual([undefined, 'a', 'a', undefined]);
});

test('of two for the same scope the later one counts, from its time on', () => {
  const all = { a: [scope(group, '1')], b: [scope(group, '4')] };
  expect(['3', '4'].map((time) => at(all, time))).toEqual(['a', 'b']);
});

test('a machine stays where it is when its subscription is assigned later', () => {
  const all = { a: [scope(subscription, '5')] };
  expect(at(all, '9', { workspaceId: 'old', since: '2' })).toBe('old');
  expect(at(all, '9')).toBe('a');
});

test('it moves when the assignment is for existing machines too, or for itself', () => {
  expect(at({ a: [scope(subscription, '5', { existing: true })] }, '9', { workspaceId: 'old', since: '2' })).toBe('a');
  expect(at({ a: [scope(machine, '5')] }, '9', { workspaceId: 'old', since: '2' })).toBe('a');
  expect(at({ a: [scope(machine, '5')] }, '4', { workspaceId: 'old', since: '2' })).toBe('old');
});

test('what arrived before a machine was settled goes where it went then', () => {
  expect(at({}, '1', { workspaceId: 'new', since: '2' })).toBeUndefined();
  expect(at({}, '2', { workspaceId: 'new', since: '2' })).toBe('new');
});
