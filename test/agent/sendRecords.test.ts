import type { EventData, EventDataBatch } from '@azure/event-hubs';
import type { AgentRecord } from '../../agent/record';
import { sendRecords, type RecordProducer } from '../../agent/sendRecords';
import { resourceId } from './machineFolder';

const heartbeat = (hostName: string, machine = resourceId): AgentRecord => ({
  skywarden: 'heartbeat/1',
  resourceId: machine,
  hostName,
  time: '2026-01-01T00:00:00.000Z',
  body: { agentVersion: '0.1.0', unreadable: [] },
});

/** A producer whose batches hold `room` events. */
function openProducer(room: number) {
  const sent: { key: string | undefined; events: EventData[] }[] = [];
  const contents = new Map<unknown, { key: string | undefined; events: EventData[] }>();
  const producer = {
    createBatch: async ({ partitionKey }: { partitionKey?: string } = {}) => {
      const content = { key: partitionKey, events: [] as EventData[] };
      const batch = {
        get count() {
          return content.events.length;
        },
        tryAdd: (event: EventData) => content.events.length < room && content.events.push(event) > 0,
      };
      contents.set(batch, content);
      return batch as unknown as EventDataBatch;
    },
    sendBatch: async (batch: unknown) => void sent.push(contents.get(batch)!),
  };
  return { producer: producer as unknown as RecordProducer, sent };
}

const hostsOf = ({ events }: { events: EventData[] }) => events.map(({ body }) => (body as AgentRecord).hostName);

test('records are sent in order, in as many batches as they need', async () => {
  const { producer, sent } = openProducer(2);
  await sendRecords(
    producer,
    ['a', 'b', 'c'].map((name) => heartbeat(name)),
  );
  expect(sent.map(hostsOf)).toEqual([['a', 'b'], ['c']]);
});

test('the machine is the partition key, whatever its spelling', async () => {
  const { producer, sent } = openProducer(9);
  await sendRecords(producer, [heartbeat('a'), heartbeat('b', `${resourceId}-2`), heartbeat('c')]);
  expect(sent.map(({ key }) => key)).toEqual([resourceId.toLowerCase(), `${resourceId}-2`.toLowerCase()]);
  expect(sent.map(hostsOf)).toEqual([['a', 'c'], ['b']]);
});

test('the hub is told which machine an event speaks for', async () => {
  const { producer, sent } = openProducer(9);
  await sendRecords(producer, [heartbeat('a')]);
  expect(sent[0]?.events[0]).toMatchObject({ contentType: 'application/json', properties: { resourceId } });
});

test('a record that fits no batch is an error, not a loss', async () => {
  const { producer } = openProducer(0);
  await expect(sendRecords(producer, [heartbeat('a')])).rejects.toThrow('larger than the hub takes');
});
