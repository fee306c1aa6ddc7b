import { plainColumns, rowEntities, rowLogSource } from '../../../../shared/core/ingest/azure/tableRow';

const machine =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-1';

it.each([
  ['Syslog', { ProcessName: 'sudo' }, { product: 'linux', service: 'sudo' }],
  ['Syslog', { ProcessName: 'x', Facility: 'authpriv' }, { product: 'linux', service: 'auth' }],
  ['Syslog', {}, { product: 'linux', service: 'syslog' }],
  ['', { EventID: 5156 }, { product: 'windows' }],
  ['Update', {}, { product: 'azure', service: 'update' }],
])('%s %j', (table, row, expected) => {
  expect(rowLogSource(table, row)).toEqual(expected);
});

it('adds a column under its own name only where nothing has it', () => {
  expect(plainColumns({ a_string: '1', b: 2, b_long: 3, _c_string: 'x', d_string: '' })).toEqual({
    a: '1',
    a_string: '1',
    b: 2,
    b_long: 3,
    _c_string: 'x',
    d_string: '',
  });
});

it('names a machine as a host, and another resource as a resource', () => {
  expect(rowEntities('Heartbeat', { Computer: 'vm-1' }, machine)).toEqual([
    { type: 'host', hostName: 'vm-1', azureID: machine },
  ]);
  const vault = machine.replace('compute/virtualmachines', 'keyvault/vaults');
  expect(rowEntities('X', { UserPrincipalName: 'N/A', Caller: 'ann@example.com' }, vault)).toEqual([
    { type: 'account', name: 'ann', upnSuffix: 'example.com' },
    { type: 'azure-resource', resourceId: vault },
  ]);
});
