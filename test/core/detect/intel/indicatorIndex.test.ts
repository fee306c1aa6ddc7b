import fc from 'fast-check';
import { parse, parseCIDR } from 'ipaddr.js';
import type { Indicator } from '../../../../shared/core/detect/intel/indicator';
import { createIndicatorIndex } from '../../../../shared/core/detect/intel/indicatorIndex';
import { parsePlainList } from '../../../../shared/core/detect/intel/parseIndicators';
import type { Entity } from '../../../../shared/model/entity';

const list = `203.0.113.7
203.0.113.0/28
203.0.112.0/23
2001:db8:1::/48
10.0.0.5
bad.example.com
http://files.example.com/x?q=1
${'A'.repeat(64)}
`;
const index = createIndicatorIndex(parsePlainList('list', list).indicators);
const now = '2026-11-21T08:00:00.000Z';
const found = (entity: Entity) => index.find(entity, now)?.value;

describe('the indicator index', () => {
  it.each<[string, Entity, string | undefined]>([
    ['an address, before networks', { type: 'ip', address: '203.0.113.7' }, '203.0.113.7'],
    ['the smallest network', { type: 'ip', address: '203.0.113.8' }, '203.0.113.0/28'],
    ['a wider network', { type: 'ip', address: '203.0.112.200' }, '203.0.112.0/23'],
    ['an address mapped into version 6', { type: 'ip', address: '::ffff:203.0.113.7' }, '203.0.113.7'],
    ['a network of version 6', { type: 'ip', address: '2001:DB8:1::9' }, '2001:db8:1::/48'],
    ['a private address never', { type: 'ip', address: '10.0.0.5' }, undefined],
    ['text that is no address', { type: 'ip', address: 'vm-1' }, undefined],
    ['a domain', { type: 'dns', domainName: 'BAD.example.com.' }, 'bad.example.com'],
    ['a name below it', { type: 'dns', domainName: 'a.b.bad.example.com' }, 'bad.example.com'],
    ['not its parent', { type: 'dns', domainName: 'example.com' }, undefined],
    ['not a name that ends alike', { type: 'dns', domainName: 'notbad.example.com' }, undefined],
    ['a URL', { type: 'url', url: 'HTTP://FILES.example.com:80/x?q=1#top' }, 'http://files.example.com/x?q=1'],
    ['not another path', { type: 'url', url: 'http://files.example.com/y' }, undefined],
    ['the domain in a URL', { type: 'url', url: 'https://bad.example.com/y' }, 'bad.example.com'],
    ['the address in a URL', { type: 'url', url: 'https://[2001:db8:1::1]:8443/' }, '2001:db8:1::/48'],
    ['a hash in any case', { type: 'filehash', algorithm: 'SHA256', value: 'a'.repeat(64) }, 'a'.repeat(64)],
    ['no account', { type: 'account', name: 'bad.example.com' }, undefined],
  ])('%s', (_name, entity, expected) => {
    expect(found(entity)).toBe(expected);
  });

  it('agrees with a look at every network', () => {
    const network = fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);
    fc.assert(
      fc.property(fc.array(network, { maxLength: 20 }), fc.ipV4(), (networks, address) => {
        const indicators = networks.map((value): Indicator => ({
          type: 'cidr',
          value,
          description: '',
          confidence: 50,
          feed: '',
        }));
        const hit = createIndicatorIndex(indicators).find({ type: 'ip', address }, now);
        const isPublic = ['unicast', 'reserved'].includes(parse(address).range());
        const holding = networks.filter((value) => parse(address).match(parseCIDR(value)));
        const longest = Math.max(...holding.map((value) => Number(value.split('/')[1])));
        const expected = isPublic && holding.length > 0 ? String(longest) : undefined;
        expect(hit?.value.split('/')[1]).toBe(expected);
      }),
    );
  });

  it('finds an indicator only while it is valid', () => {
    const [indicator] = parsePlainList('list', '203.0.113.7').indicators;
    const bounded = { ...indicator!, validFrom: '2026-11-01T00:00:00.000Z', validUntil: '2026-11-10T00:00:00.000Z' };
    const at = (time: string) => createIndicatorIndex([bounded]).find({ type: 'ip', address: '203.0.113.7' }, time);
    expect(at('2026-10-31T23:59:59.000Z')).toBeUndefined();
    expect(at('2026-11-01T00:00:00.000Z')).toEqual({ ...bounded, confidence: 50, lists: ['list'] });
    expect(at('2026-11-10T00:00:00.000Z')).toBeUndefined();
  });
});
