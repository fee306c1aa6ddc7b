import fc from 'fast-check';
import { message } from 'rhea';
import { AmqpFault } from '../../../local/eventhubs/amqpFault';
import { bytesAt, mapEntriesAt, sectionsOf } from '../../../local/eventhubs/amqpValue';

const encoded = message.encode({
  message_annotations: { 'x-opt-partition-key': 'k', number: 5 },
  message_id: 'm1',
  application_properties: { text: 'a'.repeat(300), list: [1, 2], when: new Date(0), nothing: null },
  body: message.data_section(Buffer.from('hello')),
});

function faultOf(bytes: Buffer): Error | undefined {
  try {
    for (const { code, value } of sectionsOf(bytes)) if (code === 0x72) mapEntriesAt(bytes, value);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

describe('amqpValue', () => {
  it('finds the sections of a message without gaps', () => {
    const sections = sectionsOf(encoded);
    expect(sections.map(({ code }) => code)).toEqual([0x70, 0x72, 0x73, 0x74, 0x75]);
    expect(sections[0]?.start).toBe(0);
    expect(sections.slice(1).map(({ start }) => start)).toEqual(sections.slice(0, -1).map(({ end }) => end));
    expect(sections.at(-1)?.end).toBe(encoded.length);
  });

  it('reads map entries and strings', () => {
    const annotations = sectionsOf(encoded).find(({ code }) => code === 0x72);
    const entries = mapEntriesAt(encoded, annotations?.value ?? 0);
    expect(entries.map(({ key }) => key)).toEqual(['x-opt-partition-key', 'number']);
    expect(bytesAt(encoded, entries[0]?.value ?? 0).toString()).toBe('k');
  });

  it('refuses every message that is cut off inside a section', () => {
    const ends = new Set(sectionsOf(encoded).map(({ end }) => end));
    const cuts = Array.from({ length: encoded.length - 1 }, (_, index) => index + 1).filter(
      (length) => !ends.has(length),
    );
    expect(cuts.map((length) => faultOf(encoded.subarray(0, length)))).toEqual(cuts.map(() => expect.any(AmqpFault)));
  });

  it('answers any bytes with sections or with a fault, never with another error', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(encoded.length - 1), fc.nat(255)).map(([at, value]) => {
        const changed = Buffer.from(encoded);
        changed[at] = value;
        return changed;
      }),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        expect([undefined, 'AmqpFault']).toContain(faultOf(Buffer.from(input))?.name);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not overflow the stack on a megabyte of nested descriptors', () => {
    expect(() => sectionsOf(Buffer.concat([Buffer.from([0x00, 0x53, 0x75]), Buffer.alloc(1_000_000)]))).toThrow(
      AmqpFault,
    );
  });
});
