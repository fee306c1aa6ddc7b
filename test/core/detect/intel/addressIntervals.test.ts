import fc from 'fast-check';
import { createAddressIntervals, ipv4Number } from '../../../../shared/core/detect/intel/addressIntervals';

const network = fc
  .tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => ({ first: address - (address % 2 ** (32 - bits)), bits }));

test('the smallest network that holds an address is found, as a look at every network finds it', () => {
  fc.assert(
    fc.property(
      fc.array(network, { maxLength: 30 }),
      fc.array(fc.integer({ min: 0, max: 0xffff_ffff })),
      (all, more) => {
        const networks = all.map((each, owner) => ({ ...each, owner }));
        const intervals = createAddressIntervals(networks);
        const edges = networks.flatMap(({ first, bits }) => [
          first,
          first + 2 ** (32 - bits) - 1,
          first - 1,
          first + 2 ** (32 - bits),
        ]);
        for (const address of [...more, ...edges.filter((edge) => edge >= 0 && edge <= 0xffff_ffff)]) {
          const holding = networks.filter(({ first, bits }) => first <= address && address < first + 2 ** (32 - bits));
          const smallest = Math.max(...holding.map(({ bits }) => bits));
          const expected = holding.findLast(({ bits }) => bits === smallest)?.owner ?? -1;
          expect(intervals.find(address)).toBe(expected);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('the last address of all belongs to its network', () => {
  const intervals = createAddressIntervals([{ first: 0xffff_ff00, bits: 24, owner: 3 }]);
  expect(intervals.find(0xffff_ffff)).toBe(3);
});

test.each([
  ['0.0.0.0', 0],
  ['255.255.255.255', 0xffff_ffff],
  ['203.0.113.7', 0xcb007107],
  ['203.0.113', -1],
  ['203.0.113.', -1],
  ['203.0.113.256', -1],
  ['203.0.113.7.1', -1],
  ['203.0.113.0007', -1],
  ['host', -1],
  ['', -1],
])('%s is read as %d', (text, expected) => {
  expect(ipv4Number(text)).toBe(expected);
});
