import fc from 'fast-check';
import { Rejected } from '../../../../shared/model/rejected';
import { thingsInPattern } from '../../../../shared/core/detect/intel/stixPattern';

const sha = 'a'.repeat(64);

test.each([
  ["[ipv4-addr:value = '203.0.113.7']", [['ip', '203.0.113.7']]],
  ["[ipv4-addr:value = '203.0.113.0/24']", [['cidr', '203.0.113.0/24']]],
  ["[ipv4-addr:value ISSUBSET '203.0.113.0/24']", [['cidr', '203.0.113.0/24']]],
  ["[ipv6-addr:value='2001:db8::1']", [['ip', '2001:db8::1']]],
  ["[network-traffic:dst_ref.value = '203.0.113.7']", [['ip', '203.0.113.7']]],
  ["[domain-name:value = 'bad.example.com']", [['domain', 'bad.example.com']]],
  [
    "[domain-name:value IN ('a.example.com', 'b.example.com')]",
    [
      ['domain', 'a.example.com'],
      ['domain', 'b.example.com'],
    ],
  ],
  ["[url:value = 'http://example.com/it\\'s']", [['url', "http://example.com/it's"]]],
  [`[file:hashes.'SHA-256' = '${sha}']`, [['hash', sha]]],
  [
    `[file:hashes.MD5 = '${sha.slice(32)}' OR file:hashes.'SHA-1' = '${sha.slice(24)}']`,
    [
      ['hash', sha.slice(32)],
      ['hash', sha.slice(24)],
    ],
  ],
  [`[file:hashes.MD5 = '${sha.slice(32)}' AND file:name = 'a.exe' AND file:size = 25]`, [['hash', sha.slice(32)]]],
  [
    "[url:value = 'http://a.example.com/'] OR [domain-name:value = 'a.example.com']",
    [
      ['url', 'http://a.example.com/'],
      ['domain', 'a.example.com'],
    ],
  ],
])('%s', (pattern, expected) => {
  expect(thingsInPattern(pattern).map(({ type, value }) => [type, value])).toEqual(expected);
});

test.each([
  ["[ipv4-addr:value = '203.0.113.7' AND network-traffic:dst_port = 443]", 'several things at once'],
  ["[ipv4-addr:value = '203.0.113.7'] AND [domain-name:value = 'a.example.com']", 'joins observations by AND'],
  ["[domain-name:value = 'a.example.com'] FOLLOWEDBY [url:value = 'http://b.example.com/']", 'FOLLOWEDBY'],
  ["[domain-name:value = 'a.example.com'] WITHIN 300 SECONDS", 'WITHIN'],
  ["[domain-name:value LIKE '%.example.com']", 'LIKE'],
  ["[domain-name:value NOT = 'a.example.com']", 'NOT'],
  ["[ipv4-addr:value != '203.0.113.7']", '!='],
  ["[windows-registry-key:key = 'HKLM']", 'cannot be looked up'],
  ["[file:name = 'a.exe']", 'cannot be looked up'],
  ["[ipv4-addr:value = '203.0.113.7'", 'needs ]'],
  ['', 'needs ['],
  ['[ipv4-addr:value = ~]', 'cannot be read at character'],
])('%s is refused with its reason', (pattern, reason) => {
  expect(() => thingsInPattern(pattern)).toThrow(Rejected);
  expect(() => thingsInPattern(pattern)).toThrow(reason);
});

test('no text makes the reader fail in another way', () => {
  const pieces = fc.constantFrom(
    '[',
    ']',
    '(',
    ')',
    "'a'",
    'ipv4-addr:value',
    '=',
    'IN',
    'AND',
    'OR',
    ',',
    ' ',
    '\\',
    "'",
    '1',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((all) => all.join(' ')),
      ),
      (text) => expect(faultOf(text)).not.toBe('other'),
    ),
    { numRuns: 1000 },
  );
});

function faultOf(pattern: string): 'none' | 'rejected' | 'other' {
  try {
    thingsInPattern(pattern);
    return 'none';
  } catch (error) {
    return error instanceof Rejected ? 'rejected' : 'other';
  }
}
