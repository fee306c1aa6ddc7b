import { mkdtempSync, readdirSync, truncateSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  create_container,
  filter,
  message,
  types,
  type Connection,
  type EventContext,
  type Message,
  type Receiver,
  type Sender,
} from 'rhea';
import { startEventHubs, type EventHubsEndpoint } from '../../../local/eventhubs/startEventHubs';
import { temporaryFolder } from './temporaryFolder';

/** A plain AMQP client: what other SDKs do and this one does not. */
const root = temporaryFolder();
let endpoint: EventHubsEndpoint;
let folder: string;
let lines: string[] = [];
let connections: Connection[] = [];
const sharedAccessKey = { name: 'root', key: 'secret' };

beforeEach(async () => {
  lines = [];
  folder = mkdtempSync(join(root, 'hubs-'));
  endpoint = await startEventHubs({
    folder,
    port: 0,
    hubs: [{ name: 'telemetry', partitionCount: 2 }],
    sharedAccessKey,
    log: (line) => lines.push(line),
  });
});

afterEach(async () => {
  for (const connection of connections) connection.close();
  connections = [];
  await endpoint.stop();
});

function open(options: Record<string, unknown> = {}): Connection {
  const container = create_container();
  container.on('error', () => {});
  container.on('disconnected', () => {});
  const settings = { host: '127.0.0.1', port: endpoint.port, username: 'root', password: 'secret', reconnect: false };
  const connection = container.connect({ ...settings, ...options } as never);
  connections.push(connection);
  return connection;
}

function event<T>(
  emitter: { once(name: string, listener: (context: EventContext) => void): unknown },
  name: string,
  pick: (context: EventContext) => T,
): Promise<T> {
  return new Promise((resolve) => emitter.once(name, (context) => resolve(pick(context))));
}

async function openSender(connection: Connection, target: string): Promise<Sender> {
  const sender = connection.open_sender({ target: { address: target } });
  await event(sender, 'sendable', () => {});
  return sender;
}

async function send(sender: Sender, body: Message | Buffer, format?: number): Promise<string> {
  const outcome = Promise.race([
    event(sender, 'accepted', () => 'accepted'),
    event(
      sender,
      'rejected',
      ({ delivery }) =>
        (delivery?.remote_state as { error?: { condition: string } } | undefined)?.error?.condition ?? '',
    ),
  ]);
  sender.send(body, undefined, format);
  return outcome;
}

function received(receiver: Receiver, count: number): Promise<Message[]> {
  const messages: Message[] = [];
  return new Promise((resolve) => {
    receiver.on('message', ({ message: arrived }: EventContext) => {
      messages.push(arrived as Message);
      if (messages.length === count) resolve(messages);
    });
  });
}

function openReceiver(connection: Connection, options: Record<string, unknown> = {}): Receiver {
  const source = { address: 'telemetry/ConsumerGroups/$Default/Partitions/0' };
  return connection.open_receiver({ source, ...options } as never);
}

jest.setTimeout(20_000);

describe('servePeer', () => {
  it('lets a client in that names key and secret with PLAIN, and no other', async () => {
    expect(await send(await openSender(open(), 'telemetry'), { body: 'x' })).toBe('accepted');
    const wrong = open({ password: 'wrong' });
    expect(await event(wrong, 'connection_error', ({ error }) => (error as { condition?: string }).condition)).toBe(
      'amqp:unauthorized-access',
    );
  });

  it('refuses links of a client that has put no token', async () => {
    const anonymous = open({ username: 'anonymous', password: undefined });
    const sender = anonymous.open_sender({ target: { address: 'telemetry' } });
    expect(await event(sender, 'sender_error', () => (sender.error as { condition?: string }).condition)).toBe(
      'amqp:unauthorized-access',
    );
    const receiver = openReceiver(anonymous);
    expect(await event(receiver, 'receiver_error', () => (receiver.error as { condition?: string }).condition)).toBe(
      'amqp:unauthorized-access',
    );
  });

  it('keeps the types of a single message', async () => {
    const connection = open();
    const sender = await openSender(connection, 'telemetry/Partitions/0');
    const body = message.data_section(Buffer.from('raw'));
    expect(
      await send(sender, { body, application_properties: { double: types.wrap_double(5), uint: types.wrap_uint(5) } }),
    ).toBe('accepted');
    const raw: Buffer[] = [];
    const receiver = openReceiver(open());
    const decode = jest.spyOn(message, 'decode').mockImplementation((bytes) => {
      raw.push(bytes as unknown as Buffer);
      return { body: '' } as never;
    });
    await received(receiver, 1);
    decode.mockRestore();
    expect(raw.some((bytes) => bytes.includes(Buffer.from([0x82, 0x40, 0x14])))).toBe(true);
  });

  it('gives events to a peer whose frames are smaller than they are', async () => {
    const connection = open({ max_frame_size: 1024 });
    const sender = await openSender(connection, 'telemetry/Partitions/0');
    const large = 'y'.repeat(10_000);
    for (const body of ['first', large, 'last']) await send(sender, { body });
    const messages = await received(openReceiver(connection), 3);
    expect(messages.map(({ body }) => body as string)).toEqual(['first', large, 'last']);
  });

  it('sends no more than the credit and goes on when there is more', async () => {
    const connection = open();
    const sender = await openSender(connection, 'telemetry/Partitions/0');
    for (let index = 0; index < 10; index++) await send(sender, { body: index });
    const receiver = openReceiver(connection, { credit_window: 0 });
    const bodies: unknown[] = [];
    receiver.on('message', ({ message: arrived }: EventContext) => bodies.push(arrived?.body));
    await event(receiver, 'receiver_open', () => {});
    receiver.add_credit(3);
    while (bodies.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bodies).toEqual([0, 1, 2]);
    receiver.add_credit(20);
    while (bodies.length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(bodies).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('serves senders, receivers and management on one session', async () => {
    const connection = open();
    const [sender, other] = [
      await openSender(connection, 'telemetry/Partitions/0'),
      await openSender(connection, 'telemetry/Partitions/1'),
    ];
    const management = await openSender(connection, '$management');
    const replies = connection.open_receiver({ source: { address: '$management' } });
    await event(replies, 'receiver_open', () => {});
    const events = openReceiver(connection);
    const both = received(events, 200);
    for (let round = 0; round < 10; round++) {
      for (let index = 0; index < 20; index++) {
        sender.send({ body: round * 20 + index });
        other.send({ body: index });
      }
      const answered = received(replies, 1);
      management.send({
        body: '',
        message_id: `r${round}`,
        application_properties: {
          operation: 'READ',
          name: 'telemetry',
          type: 'com.microsoft:partition',
          partition: '1',
        },
      });
      const [reply] = await answered;
      expect(reply).toMatchObject({ correlation_id: `r${round}`, application_properties: { 'status-code': 200 } });
      replies.removeAllListeners('message');
    }
    expect((await both).map(({ body }) => body as number)).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });

  it('refuses what it does not offer by name', async () => {
    const connection = open();
    const faults: [string, Record<string, unknown>][] = [
      ['amqp:not-found', { source: { address: 'nothing/ConsumerGroups/$Default/Partitions/0' } }],
      ['amqp:not-allowed', { source: { address: 'telemetry' } }],
      [
        'com.microsoft:argument-error',
        { source: { address: 'telemetry/ConsumerGroups/$Default/Partitions/0', filter: selector('x > 1') } },
      ],
      [
        'com.microsoft:argument-error',
        {
          source: {
            address: 'telemetry/ConsumerGroups/$Default/Partitions/0',
            filter: selector("amqp.annotation.x-opt-offset > '9007199254740000'"),
          },
        },
      ],
    ];
    for (const [condition, options] of faults) {
      const receiver = connection.open_receiver(options as never);
      expect(await event(receiver, 'receiver_error', () => (receiver.error as { condition?: string }).condition)).toBe(
        condition,
      );
    }
    const sender = connection.open_sender({
      target: { address: 'telemetry/Partitions/0' },
      desired_capabilities: 'com.microsoft:idempotent-producer',
    } as never);
    expect(await event(sender, 'sender_error', () => (sender.error as { condition?: string }).condition)).toBe(
      'amqp:not-implemented',
    );
  });

  it('disconnects a reader with an error when the log cannot be read, and lives on', async () => {
    const connection = open();
    const sender = await openSender(connection, 'telemetry/Partitions/0');
    await send(sender, { body: 'a' });
    const partition = join(folder, 'telemetry', '0');
    truncateSync(join(partition, readdirSync(partition)[0] as string), 10);
    const receiver = openReceiver(connection);
    const condition = () => (receiver.error as { condition?: string }).condition;
    expect(await event(receiver, 'receiver_error', condition)).toBe('amqp:internal-error');
    expect(lines.join()).toContain('the file is shorter than it was');
    expect(await send(await openSender(connection, 'telemetry/Partitions/1'), { body: 'b' })).toBe('accepted');
  });

  it('rejects a request for whose answer there is no receiver', async () => {
    const management = await openSender(open(), '$management');
    expect(await send(management, { body: '', message_id: 'r1' })).toBe('amqp:precondition-failed');
  });

  it('rejects a message that is no AMQP and keeps the link', async () => {
    const sender = await openSender(open(), 'telemetry/Partitions/0');
    expect(await send(sender, Buffer.from([0x00, 0x53, 0x75, 0xa0, 0x50, 0x01]), 0x80013700)).toBe('amqp:decode-error');
    expect(await send(sender, { body: 'fine' })).toBe('accepted');
  });

  it('drops a client that announces a frame larger than allowed, or speaks something else', async () => {
    for (const bytes of [
      Buffer.from('AMQP\x03\x01\x00\x00\x7f\xff\xff\xff\x02\x01\x00\x00', 'latin1'),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    ]) {
      const socket: Socket = connect(endpoint.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(bytes);
      await new Promise((resolve) => socket.resume().once('close', resolve));
    }
    expect(await send(await openSender(open(), 'telemetry'), { body: 'x' })).toBe('accepted');
  });
});

function selector(text: string): Record<string, unknown> {
  return { 'apache.org:selector-filter:string': (filter.selector(text) as Record<string, unknown>)['jms-selector'] };
}
