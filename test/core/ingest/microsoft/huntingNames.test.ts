import { huntingEntities } from '../../../../shared/core/ingest/microsoft/huntingEntities';
import { huntingLogSource, sysmonNames } from '../../../../shared/core/ingest/microsoft/huntingNames';

const windows = { FolderPath: 'C:\\T\\a.exe', FileName: 'a.exe' };
const linux = { InitiatingProcessFolderPath: '/usr/bin/sh', InitiatingProcessFileName: 'sh' };

it.each([
  ['DeviceProcessEvents', windows, { product: 'windows', category: 'process_creation' }],
  ['DeviceFileEvents', { ...linux, ActionType: 'FileCreated' }, { product: 'linux', category: 'file_event' }],
  ['DeviceFileEvents', { ...windows, ActionType: 'FileDeleted' }, { product: 'windows', category: 'file_delete' }],
  [
    'DeviceRegistryEvents',
    { RegistryKey: 'HKEY_USERS\\x', ActionType: 'RegistryValueSet' },
    { product: 'windows', category: 'registry_set' },
  ],
  ['DeviceEvents', { ...windows, ActionType: 'constructor' }, { product: 'm365', service: 'device' }],
  ['DeviceNetworkEvents', {}, { product: 'm365', service: 'device', category: 'network_connection' }],
  ['DeviceLogonEvents', windows, { product: 'm365', service: 'device' }],
  ['EmailEvents', {}, { product: 'm365', service: 'email' }],
  ['AlertEvidence', {}, { product: 'm365', service: 'securityalerts' }],
  ['constructor', {}, { product: 'm365', service: 'constructor' }],
])('%s %j', (table, row, expected) => {
  expect(huntingLogSource(table, row)).toEqual(expected);
});

describe('sysmonNames', () => {
  it('gives the program of a new process, and its initiator as the parent', () => {
    const row = {
      ...windows,
      ProcessCommandLine: 'a -x',
      ...linux,
      InitiatingProcessCommandLine: 'sh',
      AccountName: 'ann',
      AccountDomain: 'EX',
    };
    expect(sysmonNames('DeviceProcessEvents', row)).toEqual({
      Image: 'C:\\T\\a.exe',
      CommandLine: 'a -x',
      ParentImage: '/usr/bin/sh',
      ParentCommandLine: 'sh',
      User: 'EX\\ann',
    });
  });

  it('gives the target of what a process does', () => {
    const file = { ...linux, FolderPath: '/tmp', FileName: 'x', SHA1: 'ab', MD5: '' };
    expect(sysmonNames('DeviceFileEvents', file)).toEqual({
      Image: '/usr/bin/sh',
      TargetFilename: '/tmp/x',
      Hashes: 'SHA1=AB',
    });
    const key = { RegistryKey: 'HKEY_USERS\\x', RegistryValueName: 'v', RegistryValueData: 'd' };
    expect(sysmonNames('DeviceRegistryEvents', key)).toEqual({ TargetObject: 'HKEY_USERS\\x\\v', Details: 'd' });
    const flow = { RemoteIP: '192.0.2.1', RemotePort: 443, LocalPort: 0 };
    expect(sysmonNames('DeviceNetworkEvents', flow)).toEqual({
      DestinationIp: '192.0.2.1',
      DestinationPort: '443',
      SourcePort: '0',
    });
  });

  it('has none for what is no device', () => {
    expect(sysmonNames('EmailEvents', windows)).toEqual({});
  });
});

describe('huntingEntities', () => {
  it('names both accounts of a row', () => {
    const row = {
      AccountName: 'ann',
      AccountDomain: 'EX',
      InitiatingProcessAccountUpn: 'bob@example.com',
      InitiatingProcessAccountSid: 'S-1',
    };
    expect(huntingEntities('DeviceLogonEvents', row)).toEqual([
      { type: 'account', name: 'ann', ntDomain: 'EX' },
      { type: 'account', name: 'bob', upnSuffix: 'example.com', sid: 'S-1' },
    ]);
  });

  it('names the two sides of a mail', () => {
    const row = {
      SenderFromAddress: 'eve@example.org',
      RecipientEmailAddress: 'ann@example.com',
      SenderIPv4: '192.0.2.9',
    };
    expect(huntingEntities('EmailEvents', row)).toEqual([
      { type: 'account', name: 'eve', upnSuffix: 'example.org' },
      { type: 'account', name: 'ann', upnSuffix: 'example.com' },
      { type: 'ip', address: '192.0.2.9' },
    ]);
  });
});
