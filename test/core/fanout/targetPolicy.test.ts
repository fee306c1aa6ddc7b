import { checkAddresses } from '../../../shared/core/fanout/targetPolicy';

const check =
  (address: string, allowed: string[] = [], host = 'target.example.com') =>
  () =>
    checkAddresses(host, [address], allowed);

test.each([
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '169.254.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '168.63.129.16',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '2001:db8::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '::ffff:10.0.0.1',
  '::ffff:168.63.129.16',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('%s is refused', (address) => {
  expect(check(address)).toThrow(expect.objectContaining({ name: 'Rejected', code: 'PrivateTarget' }) as Error);
});

test.each(['8.8.8.8', '20.50.2.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(check(address)).not.toThrow();
});

test('one private address among public ones is enough to refuse', () => {
  expect(() => checkAddresses('x', ['8.8.8.8', '10.0.0.1'], [])).toThrow('10.0.0.1');
});

test.each<[string, string, string[]]>([
  ['a range', '127.0.0.1', ['127.0.0.0/8']],
  ['an address', '10.0.0.7', ['10.0.0.7']],
  ['an IPv6 range', 'fd00::5', ['fd00::/8']],
  ['a range, met as a mapped address', '::ffff:127.0.0.1', ['127.0.0.0/8']],
  ['the host by name, without case', '10.0.0.8', ['Target.Example.Com']],
])('the setting may allow %s', (_, address, allowed) => {
  expect(check(address, allowed)).not.toThrow();
  expect(
    check(
      '10.99.0.1',
      allowed.filter((entry) => /[/.:]/.test(entry) && !/[a-z]{3}/i.test(entry)),
    ),
  ).toThrow('private address');
});

test('the message says what to do', () => {
  expect(check('10.0.0.1')).toThrow(/target\.example\.com.*10\.0\.0\.1.*ALLOWED_PRIVATE_TARGETS/);
});

test('what is no range in the setting allows nothing', () => {
  expect(check('10.0.0.1', ['10.0.0.0/99', '10.0.0', '', '*'])).toThrow('private address');
});
