import { parseStartPosition } from '../../../local/eventhubs/startPosition';

describe('parseStartPosition', () => {
  it.each([
    ["amqp.annotation.x-opt-offset > '-1'", { from: 'earliest' }],
    ["amqp.annotation.x-opt-offset > '@latest'", { from: 'latest' }],
    ["amqp.annotation.x-opt-offset > '123'", { from: 'offset', value: 123, inclusive: false }],
    ["amqp.annotation.x-opt-offset >= '123'", { from: 'offset', value: 123, inclusive: true }],
    ["amqp.annotation.x-opt-sequence-number >= '0'", { from: 'sequence', value: 0, inclusive: true }],
    ["amqp.annotation.x-opt-enqueued-time > '1795275720164'", { from: 'time', value: 1795275720164, inclusive: false }],
    [undefined, { from: 'earliest' }],
  ])('reads %s', (selector, expected) => {
    expect(parseStartPosition(selector)).toEqual(expected);
  });

  it.each(["x-opt-offset > '1'", "amqp.annotation.x-opt-offset < '1'", "amqp.annotation.x-opt-offset > 'abc'", ''])(
    'refuses "%s"',
    (selector) => {
      expect(() => parseStartPosition(selector)).toThrow(
        expect.objectContaining({ condition: 'com.microsoft:argument-error' }),
      );
    },
  );
});
