import { pascal, withReferences } from '../../../shared/core/fanout/references';

const resourceId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/x/y/z';

test('numbering begins at 2 with the resource identifiers and runs on through the entities, parents before what is in them', () => {
  const written = withReferences({
    ResourceIdentifiers: [{ azureResourceId: resourceId, type: 'AzureResource' }],
    Entities: [
      { type: 'ip', address: '192.0.2.1' },
      { type: 'process', commandLine: 'sh', imageFile: { type: 'file', name: 'sh', directory: '/bin' } },
      { type: 'url', url: 'https://example.com/' },
    ],
  });
  expect(written).toEqual({
    ResourceIdentifiers: [{ $id: '2', AzureResourceId: resourceId, Type: 'AzureResource' }],
    Entities: [
      { $id: '3', Type: 'ip', Address: '192.0.2.1' },
      {
        $id: '4',
        Type: 'process',
        CommandLine: 'sh',
        ImageFile: { $id: '5', Type: 'file', Name: 'sh', Directory: '/bin' },
      },
      { $id: '6', Type: 'url', Url: 'https://example.com/' },
    ],
  });
});

test('an object that occurred is a bare reference, as a member and as an element of the list itself', () => {
  const host = { type: 'host', hostName: 'vm-1', azureID: resourceId };
  const { Entities } = withReferences({
    ResourceIdentifiers: [],
    Entities: [{ type: 'account', name: 'eve', host }, host, { type: 'process', processId: '1', host }],
  });
  expect(Entities).toEqual([
    { $id: '2', Type: 'account', Name: 'eve', Host: { $id: '3', Type: 'host', HostName: 'vm-1', AzureID: resourceId } },
    { $ref: '3' },
    { $id: '4', Type: 'process', ProcessId: '1', Host: { $ref: '3' } },
  ]);
});

test('the order of members does not make two objects of one', () => {
  const { Entities } = withReferences({
    Entities: [
      { type: 'ip', address: '192.0.2.1' },
      { address: '192.0.2.1', type: 'ip' },
    ],
  });
  expect(Entities![1]).toEqual({ $ref: '2' });
});

test('lists within entities are written element by element', () => {
  const { Entities } = withReferences({
    Entities: [{ type: 'file', name: 'a', fileHashes: [{ type: 'filehash', value: '00' }], tags: ['x', null] }],
  });
  expect(Entities).toEqual([
    { $id: '2', Type: 'file', Name: 'a', FileHashes: [{ $id: '3', Type: 'filehash', Value: '00' }], Tags: ['x', null] },
  ]);
});

test('every reference names an object that came before it, and no id is given twice', () => {
  const host = { type: 'host', hostName: 'vm-1' };
  const lists = withReferences({
    Entities: [host, { type: 'account', name: 'eve', host }, { type: 'account', name: 'bob', host }],
  });
  const ids = [...JSON.stringify(lists).matchAll(/"\$(id|ref)":"(\d+)"/g)].map(([, kind, id]) => [kind, id]);
  const given = new Set<string>();
  for (const [kind, id] of ids) {
    expect(given.has(id!)).toBe(kind === 'ref');
    given.add(id!);
  }
});

test('names are Pascal case', () => {
  expect(['type', 'azureID', 'azureResourceId', 'aadUserId', 'ipAddress'].map(pascal)).toEqual([
    'Type',
    'AzureID',
    'AzureResourceId',
    'AadUserId',
    'IpAddress',
  ]);
});
