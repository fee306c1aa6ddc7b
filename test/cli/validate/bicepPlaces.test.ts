import { bicepPlaces } from '../../../cli/validate/bicepPlaces';

const text = `param name string

resource one 'Microsoft.Storage/storageAccounts@2023-01-01' = {
}
  resource inner 'blobServices' = {
  }
resource two 'Microsoft.Web/sites@2023-12-01' = if (name != '') {
}
module net './net.bicep' = {
}
`;
const at = bicepPlaces(text);
const place = { symbol: undefined, type: '', apiVersion: '', path: ['resources', 0] };

test.each([
  ['its symbolic name', { ...place, symbol: 'two' }, 7],
  [
    'its type where only one has it',
    { ...place, type: 'Microsoft.Storage/storageAccounts', apiVersion: '2023-01-01' },
    3,
  ],
  ['the module it comes from', { ...place, path: ['resources', 'net', 'properties', 'template', 'resources', 'x'] }, 9],
  ['the only module', { ...place, path: ['resources', 1, 'properties', 'template', 'resources', 0] }, 9],
  ['nothing that is declared: the first line', { ...place, type: 'Microsoft.Sql/servers' }, 1],
])('a resource is found by %s', (_, resource, line) => {
  expect(at(resource).startLine).toBe(line);
});
