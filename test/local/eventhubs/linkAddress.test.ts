import { parseLinkAddress } from '../../../local/eventhubs/linkAddress';

describe('parseLinkAddress', () => {
  it.each([
    ['$cbs', { node: 'cbs' }],
    ['telemetry/$management', { node: 'management' }],
    ['$management', { node: 'management' }],
    ['telemetry', { node: 'hub', hub: 'telemetry', partition: undefined }],
    ['amqps://example.com:5671/telemetry', { node: 'hub', hub: 'telemetry', partition: undefined }],
    ['telemetry/Partitions/3', { node: 'hub', hub: 'telemetry', partition: '3' }],
    [
      'telemetry/ConsumerGroups/$default/Partitions/0',
      { node: 'consumer', hub: 'telemetry', group: '$default', partition: '0' },
    ],
  ])('reads %s', (address, expected) => {
    expect(parseLinkAddress(address)).toEqual(expected);
  });

  it.each([[''], [undefined], [7], ['a/b'], ['a/Partitions'], ['a/ConsumerGroups/g'], ['a/Partitions/0/x']])(
    'refuses %s',
    (address) => {
      expect(() => parseLinkAddress(address)).toThrow(expect.objectContaining({ condition: 'amqp:not-found' }));
    },
  );
});
