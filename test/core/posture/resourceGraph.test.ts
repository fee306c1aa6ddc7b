import type { Resource } from '../../../shared/model/resource';
import { byType, resourceGraph } from '../../../shared/core/posture/resourceGraph';

const server = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Sql/servers/s';
const member = (path: string, type: string): Resource => ({
  id: `${server}${path}`,
  name: path.split('/').at(-1)!,
  type,
  properties: {},
});

const root = member('', 'Microsoft.Sql/servers');
const one = member('/databases/one', 'Microsoft.Sql/servers/databases');
const two = member('/databases/two', 'Microsoft.Sql/servers/databases');
const encryption = member('/databases/TWO/transparentDataEncryption/current', `${two.type}/transparentDataEncryption`);
const types = byType([root, one, two, encryption]);

const names = (resources: Resource[]) => resources.map(({ name }) => name);

describe('resourceGraph', () => {
  test('answers the children of a root', () => {
    expect(names(resourceGraph(root, types).ofType('microsoft.sql/SERVERS/databases'))).toEqual(['one', 'two']);
  });

  test('compares ids without case', () => {
    expect(names(resourceGraph(two, types).ofType(encryption.type))).toEqual(['current']);
  });

  test('never answers the children of a sibling', () => {
    expect(resourceGraph(one, types).ofType(encryption.type)).toEqual([]);
  });

  test('answers the parent to a child', () => {
    expect(resourceGraph(one, types).ofType('Microsoft.Sql/servers')).toEqual([root]);
  });

  test('knows the whole partition', () => {
    expect(resourceGraph(one, types).all).toHaveLength(4);
  });

  test('an id that only begins alike is not below', () => {
    const longer = member('/databases/one-more/parts/p', 'Microsoft.Sql/servers/databases/parts');
    expect(resourceGraph(one, byType([one, longer])).ofType(longer.type)).toEqual([]);
  });
});
