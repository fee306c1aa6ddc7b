import fc from 'fast-check';
import { join } from 'node:path';
import { hashPartitionKey, partitionOfKey } from '../../../local/eventhubs/partitionKeyHash';

interface SdkMapper {
  hashPartitionKey(key: string): number;
  mapPartitionKeyToId(key: string, count: number): number;
}

/** The SDK's own module, which its package does not export. */
const sdk = jest.requireActual<SdkMapper>(
  join(__dirname, '../../../node_modules/@azure/event-hubs/dist/commonjs/impl/partitionKeyToIdMapper.js'),
);

describe('partitionKeyHash', () => {
  it('gives the documented answer of lookup3: hashlittle2 is b=ce7226e6, c=17770551', () => {
    expect(hashPartitionKey('Four score and seven years ago')).toBe((((0xce7226e6 ^ 0x17770551) & 0xffff) << 16) >> 16);
  });

  it('gives 0 for an empty key', () => {
    expect(hashPartitionKey('')).toBe(0);
  });

  it('agrees with the SDK for any key and partition count', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 128 }), fc.integer({ min: 1, max: 100 }), (key, count) => {
        expect(partitionOfKey(key, count)).toBe(sdk.mapPartitionKeyToId(key, count));
      }),
      { numRuns: 500 },
    );
  });
});
