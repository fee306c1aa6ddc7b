import { message, types, type Message } from 'rhea';
import { AmqpFault } from '../../../local/eventhubs/amqpFault';
import { deliveryOf, runtimeMetrics } from '../../../local/eventhubs/delivery';
import { BATCH_FORMAT, incomingEvents } from '../../../local/eventhubs/incomingEvents';

function delivered(record: Buffer, metrics?: Buffer): Message {
  const delivery = deliveryOf({ sequence: 7, offset: 1795275720032001, time: 1795275720164, record }, metrics);
  const bytes = Buffer.alloc(delivery.length);
  delivery.write(bytes, 0);
  return message.decode(bytes) as unknown as Message;
}

function batchOf(events: Message[], annotations: Record<string, unknown> = {}): Buffer {
  return message.encode({
    message_annotations: annotations,
    body: message.data_sections(events.map((event) => message.encode(event)) as unknown as Buffer),
  } as Message);
}

describe('from incoming message to delivery', () => {
  const event: Message = {
    durable: true,
    message_annotations: { 'x-opt-partition-key': 'key', custom: types.wrap_uint(5) },
    message_id: 'm1',
    application_properties: { n: 1.5 },
    body: message.data_section(Buffer.from('hello')),
  };

  it('keeps what the sender said and adds sequence number, offset and time', () => {
    const { records, partitionKey } = incomingEvents(message.encode(event), 0);
    const received = delivered(records[0] as Buffer);
    expect(partitionKey).toBe('key');
    expect(received).toMatchObject({ durable: true, message_id: 'm1', application_properties: { n: 1.5 } });
    expect(received.message_annotations).toEqual({
      'x-opt-partition-key': 'key',
      custom: 5,
      'x-opt-sequence-number': 7,
      'x-opt-offset': '1795275720032001',
      'x-opt-enqueued-time': new Date(1795275720164),
    });
    expect((received.body as { content: Buffer }).content.toString()).toBe('hello');
  });

  it('takes every data section of a batch as an event and the key from the envelope', () => {
    const batch = batchOf([{ body: 'a' }, { body: 'b' }], { 'x-opt-partition-key': 'envelope' });
    const { records, partitionKey } = incomingEvents(batch, BATCH_FORMAT);
    expect(partitionKey).toBe('envelope');
    expect(records.map((record) => delivered(record).body as unknown)).toEqual(['a', 'b']);
    expect(delivered(records[1] as Buffer).message_annotations?.['x-opt-partition-key']).toBe('envelope');
  });

  it('drops annotations of the hub that an event was forwarded from', () => {
    const forwarded = { message_annotations: { 'x-opt-offset': '1', 'x-opt-sequence-number': 99 }, body: 'a' };
    const { records } = incomingEvents(batchOf([forwarded]), BATCH_FORMAT);
    expect(delivered(records[0] as Buffer).message_annotations).toMatchObject({
      'x-opt-sequence-number': 7,
      'x-opt-offset': '1795275720032001',
    });
  });

  it('tells readers that ask for it where the partition ends', () => {
    const state = { firstSequence: 0, lastSequence: 9, lastOffset: '123', lastTime: 1000, isEmpty: false };
    const { records } = incomingEvents(message.encode(event), 0);
    expect(delivered(records[0] as Buffer, runtimeMetrics(state, 2000)).delivery_annotations).toEqual({
      last_enqueued_sequence_number: 9,
      last_enqueued_offset: '123',
      last_enqueued_time_utc: new Date(1000),
      runtime_info_retrieval_time_utc: new Date(2000),
    });
  });

  it('refuses a batch without events and an event without body', () => {
    expect(() => incomingEvents(message.encode({ body: 'x' }), BATCH_FORMAT)).toThrow(AmqpFault);
    expect(() => incomingEvents(Buffer.from([0x00, 0x53, 0x70, 0x45]), 0)).toThrow(AmqpFault);
  });

  it('refuses a batch that a long envelope key would blow up', () => {
    const tiny = Array.from({ length: 20_000 }, () => ({ body: '' }));
    const huge = batchOf(tiny, { 'x-opt-partition-key': 'k'.repeat(60_000) });
    expect(() => incomingEvents(huge, BATCH_FORMAT)).toThrow('too many');
  });
});
