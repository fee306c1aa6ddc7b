import { cleanAddress } from '../../../shared/core/ingest/address';

it.each([
  ['203.0.113.8', '203.0.113.8'],
  ['203.0.113.8:57485', '203.0.113.8'],
  [' 203.0.113.8 ', '203.0.113.8'],
  ['203.000.113.008', '203.0.113.8'],
  ['::ffff:203.0.113.8', '203.0.113.8'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
])('cleans %s', (text, address) => {
  expect(cleanAddress(text)).toBe(address);
});

it.each([
  '-',
  '',
  '?',
  'XX:2a02:1',
  'localhost',
  '203.0.113',
  '203.0.113.256',
  '::ffff:999.1.1.1',
  42,
  null,
  undefined,
  '1'.repeat(99),
])('finds no address in %j', (text) => {
  expect(cleanAddress(text)).toBeUndefined();
});
