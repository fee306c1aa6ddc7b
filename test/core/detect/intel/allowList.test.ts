import { createAllowList } from '../../../../shared/core/detect/intel/allowList';
import { createIndicatorIndex } from '../../../../shared/core/detect/intel/indicatorIndex';
import { parsePlainList } from '../../../../shared/core/detect/intel/parseIndicators';
import type { Entity } from '../../../../shared/model/entity';

const list = createAllowList([
  { name: 'a cloud', type: 'cidr', list: ['203.0.113.0/28', '2001:db8:5::/48'] },
  { name: 'known sites', type: 'hostname', list: ['example.com', '.example.net'] },
  { name: 'single things', type: 'string', list: ['192.0.2.8'] },
  { name: 'parts of names', type: 'substring', list: ['.cdn.'] },
  { name: 'patterns', type: 'regex', list: ['/^download-\\d+\\.example\\.org$/i'] },
]);

test.each<[string, Entity, boolean]>([
  ['an address in a network', { type: 'ip', address: '203.0.113.9' }, true],
  ['one of version 6', { type: 'ip', address: '2001:db8:5::1' }, true],
  ['one outside', { type: 'ip', address: '203.0.113.99' }, false],
  ['an address by itself', { type: 'ip', address: '192.0.2.8' }, true],
  ['a host', { type: 'dns', domainName: 'Example.com' }, true],
  ['a host below one', { type: 'dns', domainName: 'www.example.net' }, true],
  ['a host that ends alike', { type: 'dns', domainName: 'notexample.com' }, false],
  ['a part of a name', { type: 'dns', domainName: 'a.cdn.example.org' }, true],
  ['a pattern', { type: 'dns', domainName: 'download-7.example.org' }, true],
  ['the host of a URL', { type: 'url', url: 'https://www.example.com/x' }, true],
  ['another URL', { type: 'url', url: 'https://bad.example.org/x' }, false],
])('%s', (_, entity, allowed) => {
  expect(list.allows(entity)).toBe(allowed);
});

test('what is allowed is no indicator, whatever another list says', () => {
  const { indicators } = parsePlainList('feed', '203.0.113.9\n203.0.113.99\n');
  const index = createIndicatorIndex(indicators, list);
  expect(index.find({ type: 'ip', address: '203.0.113.9' }, '2026-11-21T08:00:00.000Z')).toBeUndefined();
  expect(index.find({ type: 'ip', address: '203.0.113.99' }, '2026-11-21T08:00:00.000Z')).toBeDefined();
});

test('a pattern that is none is refused', () => {
  expect(() => createAllowList([{ name: 'x', type: 'regex', list: ['('] }])).toThrow('is no pattern');
});
