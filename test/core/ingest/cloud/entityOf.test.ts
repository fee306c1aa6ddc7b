import { accountOf, addressOf, distinct, fileOf, hashOf } from '../../../../shared/core/ingest/cloud/entityOf';

it.each<[string, object[]]>([
  ['ann@example.com', [{ type: 'account', name: 'ann', upnSuffix: 'example.com' }]],
  [
    'arn:aws:sts::1:assumed-role/r/a@example.com',
    [{ type: 'account', name: 'arn:aws:sts::1:assumed-role/r/a@example.com' }],
  ],
  ['root', [{ type: 'account', name: 'root' }]],
  ['', []],
])('account %s', (name, expected) => expect(accountOf(name)).toEqual(expected));

it.each<[string, object[]]>([
  ['/etc/shadow', [{ type: 'file', name: 'shadow', directory: '/etc' }]],
  ['/init', [{ type: 'file', name: 'init', directory: '/' }]],
  ['C:\\a\\b.exe', [{ type: 'file', name: 'b.exe', directory: 'C:\\a' }]],
  ['b', [{ type: 'file', name: 'b' }]],
  ['/etc/', []],
])('file %s', (path, expected) => expect(fileOf(path)).toEqual(expected));

it('names hashes by their length', () => {
  const algorithms = [32, 40, 64, 63].flatMap((length) => hashOf('a'.repeat(length))).map((entity) => entity);
  expect(algorithms).toMatchObject([{ algorithm: 'MD5' }, { algorithm: 'SHA1' }, { algorithm: 'SHA256' }]);
});

it('keeps each entity once, in order, and not without end', () => {
  const many = Array.from({ length: 500 }, (_, index) => addressOf(`192.0.2.${index % 200}`)).flat();
  expect(distinct(many)).toHaveLength(100);
  expect(distinct([...addressOf('192.0.2.1'), ...addressOf('::ffff:192.0.2.1')])).toEqual(addressOf('192.0.2.1'));
});
