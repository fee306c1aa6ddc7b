import {
  accounts,
  addresses,
  distinct,
  domains,
  files,
  urls,
} from '../../../../shared/core/ingest/azure/azureEntities';

describe('accounts', () => {
  it.each([
    ['ann@example.com', 'o-1', [{ type: 'account', name: 'ann', upnSuffix: 'example.com', aadUserId: 'o-1' }]],
    // a guest's name holds the sign twice
    ['live.com#ann@example.org', '', [{ type: 'account', name: 'live.com#ann', upnSuffix: 'example.org' }]],
    ['', 'o-1', [{ type: 'account', name: 'o-1', aadUserId: 'o-1' }]],
    ['@x', '', [{ type: 'account', name: '@x' }]],
    [' ', '', []],
  ])('%j %j', (principal, id, expected) => {
    expect(accounts(principal, id)).toEqual(expected);
  });
});

it('takes addresses without their ports, each once', () => {
  expect(addresses('192.0.2.1:57485', '192.0.2.1', 'XX:2a02:..', '-', undefined, 7, '2001:DB8::1')).toEqual([
    { type: 'ip', address: '192.0.2.1' },
    { type: 'ip', address: '2001:db8::1' },
  ]);
});

it.each([
  ['www.example.com.', 1],
  ['192.0.2.1', 0],
  ['host', 0],
  ['a b.example.com', 0],
])('%s is a domain: %i', (name, count) => {
  expect(domains(name)).toHaveLength(count);
});

it('takes whole addresses of the web only', () => {
  expect([urls('https://www.example.com/a b'), urls('ftp://x'), urls('HTTPS://www.example.com').length]).toEqual([
    [],
    [],
    1,
  ]);
});

describe('files', () => {
  it.each([
    ['C:\\a\\b.exe', '', 'b.exe', 'C:\\a'],
    ['C:\\a\\B.exe', 'b.exe', 'B.exe', 'C:\\a'],
    ['C:\\a', 'b.exe', 'b.exe', 'C:\\a'],
    ['/usr/bin/curl', 'curl', 'curl', '/usr/bin'],
    ['b.exe', '', 'b.exe', undefined],
  ])('%s %s', (path, name, file, directory) => {
    expect(files(path, name)).toEqual([{ type: 'file', name: file, ...(directory && { directory }) }]);
  });

  it('names nothing where there is no name', () => {
    expect([files(''), files('C:\\a\\')]).toEqual([[], []]);
  });
});

it('counts the same thing once', () => {
  expect(distinct([...addresses('192.0.2.1'), ...addresses('192.0.2.1')])).toHaveLength(1);
});
