import { createAllowList, openAllowList } from '../../../../shared/core/detect/intel/allowList';
import { createIndicatorIndex } from '../../../../shared/core/detect/intel/indicatorIndex';
import { parsePlainList } from '../../../../shared/core/detect/intel/parseIndicators';
import type { Entity } from '../../../../shared/model/entity';

const list = createAllowList([
  { name: 'a cloud', type: 'cidr', list: ['203.0.113.0/28', '2001:db8:5::/48', 'not one', '10'] },
  { name: 'known sites', type: 'hostname', list: ['example.com', '.example.net'] },
  { name: 'single things', type: 'string', list: ['192.0.2.8'] },
  { name: 'parts of names', type: 'substring', list: ['.cdn.'] },
  { name: 'patterns', type: 'regex', list: ['/^download-\\d+\\.example\\.org$/i'] },
]);

describe.each([
  ['as built', list],
  ['from its columns', openAllowList(JSON.parse(JSON.stringify(list.facts)), list.columns())],
])('an allow list %s', (_form, each) => {
  test.each<[string, Entity, string | undefined]>([
    ['an address in a network', { type: 'ip', address: '203.0.113.9' }, 'a cloud'],
    ['one of version 6', { type: 'ip', address: '2001:db8:5::1' }, 'a cloud'],
    ['one outside', { type: 'ip', address: '203.0.113.99' }, undefined],
    ['an address by itself', { type: 'ip', address: '192.0.2.8' }, 'single things'],
    ['a host', { type: 'dns', domainName: 'Example.com' }, 'known sites'],
    ['a host below one', { type: 'dns', domainName: 'www.example.net' }, 'known sites'],
    ['a host that ends alike', { type: 'dns', domainName: 'notexample.com' }, undefined],
    ['a part of a name', { type: 'dns', domainName: 'a.cdn.example.org' }, 'parts of names'],
    ['a pattern', { type: 'dns', domainName: 'download-7.example.org' }, 'patterns'],
    ['the host of a URL', { type: 'url', url: 'https://www.example.com/x' }, 'known sites'],
    ['another URL', { type: 'url', url: 'https://bad.example.org/x' }, undefined],
  ])('%s', (_, entity, name) => {
    expect(each.allows(entity)).toBe(name);
  });
});

test('what is allowed is no indicator, whatever another list says', () => {
  const { indicators } = parsePlainList('feed', '203.0.113.9\n203.0.113.99\n');
  const index = createIndicatorIndex(indicators, { allowed: list });
  expect(index.find({ type: 'ip', address: '203.0.113.9' }, '2026-11-21T08:00:00.000Z')).toBeUndefined();
  expect(index.find({ type: 'ip', address: '203.0.113.99' }, '2026-11-21T08:00:00.000Z')).toBeDefined();
});

test('a pattern that is none is refused', () => {
  expect(() => createAllowList([{ name: 'x', type: 'regex', list: ['('] }])).toThrow('is no pattern');
});
