import fc from 'fast-check';
import { parse, parseCIDR } from 'ipaddr.js';
import { compileIntel, openIntel } from '../../../../shared/core/detect/intel/compiledIntel';
import type { Indicator, IndicatorType } from '../../../../shared/core/detect/intel/indicator';
import { createIndicatorIndex, type IndicatorMatch } from '../../../../shared/core/detect/intel/indicatorIndex';
import type { Entity } from '../../../../shared/model/entity';

const now = '2026-11-21T08:00:00.000Z';
const compiled = (indicators: Indicator[]) =>
  openIntel(compileIntel({ builtAt: now, index: createIndicatorIndex(indicators), allowed: [], shared: [] }));

/** Few values, so that lists name the same things and networks hold one another. */
const four = fc.integer({ min: 0, max: 31 }).map((last) => `203.0.113.${last * 8 + 1}`);
const six = fc.integer({ min: 0, max: 15 }).map((part) => `2001:db8:${part.toString(16)}::1`);
const domain = fc.constantFrom('example.com', 'a.example.com', 'b.a.example.com', 'example.net');
const valueOf: Record<IndicatorType, fc.Arbitrary<string>> = {
  ip: fc.oneof(four, six),
  cidr: fc.oneof(
    fc.tuple(four, fc.integer({ min: 8, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`),
    fc.tuple(six, fc.integer({ min: 19, max: 64 })).map(([ip, bits]) => `${ip}/${bits}`),
  ),
  domain,
  url: domain.map((name) => `https://${name}/x`),
  hash: fc.constantFrom('a'.repeat(32), 'b'.repeat(40), 'c'.repeat(64)),
};
const day = fc.integer({ min: 1, max: 30 }).map((at) => `2026-11-${String(at).padStart(2, '0')}T00:00:00.000Z`);
const indicator = fc.constantFrom<IndicatorType>('ip', 'cidr', 'domain', 'url', 'hash').chain((type) =>
  fc.record(
    {
      type: fc.constant(type),
      value: valueOf[type],
      description: fc.string({ maxLength: 5 }),
      confidence: fc.constantFrom(20, 50, 90),
      feed: fc.constantFrom('a', 'b', 'c'),
      validFrom: day,
      validUntil: day,
    },
    { requiredKeys: ['type', 'value', 'description', 'confidence', 'feed'] },
  ),
) as fc.Arbitrary<Indicator>;
const entity: fc.Arbitrary<Entity> = fc.oneof(
  fc.oneof(four, six).map((address): Entity => ({ type: 'ip', address })),
  domain.map((name): Entity => ({ type: 'dns', domainName: `www.${name}` })),
  domain.map((name): Entity => ({ type: 'url', url: `https://${name}/x` })),
  valueOf.hash.map((value): Entity => ({ type: 'filehash', algorithm: 'MD5', value })),
);

/** What a look at every indicator finds: how specific, or undefined. */
function fits({ type, value }: Indicator, wanted: Entity): number | undefined {
  if (wanted.type === 'url') {
    const name = new URL(wanted.url).hostname;
    if (type === 'url') return value === wanted.url ? 1000 : undefined;
    return type === 'domain' ? fits({ type, value } as Indicator, { type: 'dns', domainName: name }) : undefined;
  }
  if (wanted.type === 'filehash') return type === 'hash' && value === wanted.value ? 1 : undefined;
  if (wanted.type === 'dns') {
    const isInside = wanted.domainName === value || wanted.domainName.endsWith(`.${value}`);
    return type === 'domain' && isInside ? value.length : undefined;
  }
  if (wanted.type !== 'ip' || (type !== 'ip' && type !== 'cidr')) return undefined;
  const address = parse(wanted.address);
  const network = type === 'cidr' ? parseCIDR(value) : ([parse(value), value.includes(':') ? 128 : 32] as const);
  if (address.kind() !== network[0].kind()) return undefined;
  return address.match(network[0], network[1]) ? network[1] : undefined;
}

test('a compiled index answers what a look at every indicator answers', () => {
  fc.assert(
    fc.property(fc.array(indicator, { maxLength: 25 }), fc.array(entity, { maxLength: 20 }), (all, wanted) => {
      const { index } = compiled(all);
      for (const one of wanted) {
        const valid = all.filter(({ validFrom = '', validUntil = '~' }) => validFrom <= now && now < validUntil);
        const holding = valid.filter((each) => fits(each, one) !== undefined);
        const found: IndicatorMatch | undefined = index.find(one, now);
        expect(found === undefined).toBe(holding.length === 0);
        if (!found) continue;
        expect([...found.lists].sort()).toEqual([...new Set(holding.map(({ feed }) => feed))].sort());
        expect(found.confidence).toBe(Math.max(...holding.map(({ confidence }) => confidence)));
        const best = holding.filter(({ confidence }) => confidence === found.confidence);
        expect(fits(found, one)).toBe(Math.max(...best.map((each) => fits(each, one)!)));
      }
    }),
    { numRuns: 300 },
  );
});

const one: Indicator = { type: 'ip', value: '203.0.113.9', description: '', confidence: 80, feed: 'f' };
const lists = {
  builtAt: now,
  index: createIndicatorIndex([one, { ...one, value: '203.0.113.99' }, { ...one, value: '192.0.2.8' }]),
  allowed: [{ name: 'own', type: 'cidr' as const, list: ['203.0.113.0/28'] }],
  shared: [{ name: 'a cloud', type: 'cidr' as const, list: ['192.0.2.0/24'] }],
};

test('allow lists and shared infrastructure go with the index', () => {
  const { index, builtAt } = openIntel(compileIntel(lists));
  expect(builtAt).toBe(now);
  const find = (address: string) => index.find({ type: 'ip', address }, now);
  expect(find('203.0.113.9')).toBeUndefined();
  expect(find('203.0.113.99')).not.toHaveProperty('sharedWith');
  expect(find('192.0.2.8')).toMatchObject({ sharedWith: 'a cloud' });
});

test('the file is read wherever it lies in memory', () => {
  const data = compileIntel(lists);
  const moved = Buffer.concat([Buffer.from('xyz'), data]).subarray(3);
  expect(openIntel(moved).index.size).toBe(3);
});

test('a file that is cut, changed, empty or of another version is refused', () => {
  const data = compileIntel(lists);
  const damaged = expect.objectContaining({ name: 'Rejected', code: 'IntelDamaged' }) as Error;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: data.length - 1 }), (at) => {
      const changed = Buffer.from(data);
      changed[at]! ^= 0xff;
      expect(() => openIntel(changed)).toThrow(damaged);
      expect(() => openIntel(data.subarray(0, at))).toThrow(damaged);
    }),
  );
});
