import { prepare } from '../../../../../shared/core/posture/policy/resources/prepare';
import { createWorld } from '../../../../../shared/core/posture/policy/resources/world';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const site = `${subscription}/resourceGroups/G-1/providers/Microsoft.Web/sites/Site-A`;

test('names and owners come from the id', () => {
  const config = prepare({ id: `${site}/config/web`, name: 'Site-A', properties: {} });
  expect(config).toMatchObject({
    type: 'Microsoft.Web/sites/config',
    name: 'web',
    fullName: 'Site-A/web',
    group: 'g-1',
    owners: [site.toLowerCase(), `${subscription}/resourcegroups/g-1`],
  });
});

test('an extension belongs to what it is attached to', () => {
  const setting = prepare({ id: `${site}/slots/b/providers/Microsoft.Insights/diagnosticSettings/D` });
  expect(setting).toMatchObject({
    type: 'Microsoft.Insights/diagnosticSettings',
    fullName: 'D',
    owners: [`${site}/slots/b`.toLowerCase()],
  });
});

test('any id is read', () => {
  for (const id of ['', '/', 'a', '/subscriptions', '/providers', '/providers/x', `${subscription}/providers`]) {
    expect(prepare({ id }).id).toBe(id);
  }
});

test('of two records of one group always the same one counts', () => {
  const group = (owner: string) => prepare({ id: `${subscription}/resourceGroups/g`, tags: { owner } });
  const [one, other] = [group('a'), group('b')];
  const counted = (...records: (typeof one)[]) =>
    createWorld(records, { now: '2026-11-21T00:00:00Z' }).scope(`${subscription}/resourcegroups/g`)?.body['tags'];
  expect(counted(one, other)).toEqual(counted(other, one));
});

test('the time has seven digits of a second', () => {
  const now = (text: string) => createWorld([], { now: text }).now;
  expect(now('2026-11-21T00:00:00Z')).toBe('2026-11-21T00:00:00.0000000Z');
  expect(now('2026-11-21T00:00:00.123Z')).toBe('2026-11-21T00:00:00.1230000Z');
});
