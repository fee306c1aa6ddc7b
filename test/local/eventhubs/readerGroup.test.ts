import type { AmqpFault } from '../../../local/eventhubs/amqpFault';
import { createReaderGroup, type Reader } from '../../../local/eventhubs/readerGroup';

function reader(name: string, epoch?: number): Reader & { ends: string[] } {
  const ends: string[] = [];
  return { name, epoch, ends, disconnect: (fault: AmqpFault) => ends.push(`${fault.condition} ${fault.message}`) };
}

describe('readerGroup', () => {
  it('lets an equal epoch take over and tells the former owner', () => {
    const group = createReaderGroup();
    const [first, second] = [reader('first', 0), reader('second', 0)];
    group.admit(first);
    group.admit(second);
    expect(first.ends).toEqual([expect.stringContaining("amqp:link:stolen New receiver 'second'")]);
    expect(second.ends).toEqual([]);
  });

  it('refuses a lower epoch and leaves the owner alone', () => {
    const group = createReaderGroup();
    const owner = reader('owner', 5);
    group.admit(owner);
    expect(() => group.admit(reader('late', 4))).toThrow(expect.objectContaining({ condition: 'amqp:link:stolen' }));
    expect(owner.ends).toEqual([]);
  });

  it('refuses readers without an epoch while there is an owner', () => {
    const group = createReaderGroup();
    const owner = reader('owner', 0);
    group.admit(owner);
    expect(() => group.admit(reader('shared'))).toThrow("epoch of '0'");
    group.leave(owner);
    expect(() => group.admit(reader('shared'))).not.toThrow();
  });

  it('disconnects all shared readers when an owner comes', () => {
    const group = createReaderGroup();
    const shared = [reader('a'), reader('b')];
    for (const each of shared) group.admit(each);
    group.admit(reader('owner', 0));
    expect(shared.map(({ ends }) => ends.length)).toEqual([1, 1]);
  });

  it('admits five shared readers and a sixth when one has left', () => {
    const group = createReaderGroup();
    const readers = ['a', 'b', 'c', 'd', 'e'].map((name) => reader(name));
    for (const each of readers) group.admit(each);
    expect(() => group.admit(reader('f'))).toThrow(
      expect.objectContaining({ condition: 'amqp:resource-limit-exceeded' }),
    );
    group.leave(readers[0] as Reader);
    expect(() => group.admit(reader('f'))).not.toThrow();
  });
});
