import { effectivePartitionKey } from '../../../local/cosmos/keyHash';
import type { KeyComponent } from '../../../local/cosmos/partitionKey';

// Known answers of Azure/azure-cosmos-dotnet-v3, PartitionKeyInternalTest.cs.
test.each<[KeyComponent, string]>([
  ['redmond', '22E342F38A486A088463DFF7838A5963'],
  [5, '19C08621B135968252FB34B4CF66F811'],
  ['', '32E9366E637A71B4E710384B2F4970A0'],
  [null, '378867E4430E67857ACE5C908374FE16'],
  [undefined, '11622DAA78F835834610ABE56EFF5CB5'],
])('the effective partition key of %p is the documented one', (component, expected) => {
  expect(effectivePartitionKey([component], 'Hash')).toBe(expected);
});

test('a hierarchical key concatenates the hashes of its levels', () => {
  expect(effectivePartitionKey(['redmond', 5], 'MultiHash')).toBe(
    '22E342F38A486A088463DFF7838A596319C08621B135968252FB34B4CF66F811',
  );
});
