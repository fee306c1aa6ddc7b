import { deliver, type DeliverUnits } from '../../shared/flows/deliver';
import type { Sink } from '../../shared/flows/delivery';
import type { DeliveryMessage } from '../../shared/flows/ports/queues';
import type { Automation } from '../../shared/model/automation';
import { Rejected } from '../../shared/model/rejected';
import { memoryPorts } from '../doubles/memoryPorts';
import { automationOf, outboxOf, recordingSink, twoEventsOf } from './support/exportWorld';

const outbox = outboxOf(1);
const { id: automationId } = automationOf('all').automation;
const message: DeliveryMessage = {
  automationId,
  action: 0,
  attempt: 1,
  outbox: [{ subscriptionId: outbox.subscriptionId, rootId: outbox.rootId, id: outbox.id, keys: ['a', 'b'] }],
};
const network: DeliverUnits['network'] = { post: async () => ({ status: 200 }), checkHost: async () => undefined };

async function world(changes: Partial<Automation> = {}) {
  const memory = memoryPorts();
  await memory.ports.settings.saveAutomation(automationOf('all', changes));
  await memory.ports.secrets.seal('hub-secret', 'Endpoint=sb://x/;SharedAccessKey=very-secret');
  await memory.ports.findings.save([outbox]);
  const run = (sink: Sink, one = message, maxAttempts = 4) =>
    deliver(memory.ports, { sinks: [sink], eventsOf: twoEventsOf, network, maxAttempts }, one);
  const runs = async () => (await memory.ports.runs.list(automationId.toLowerCase(), { top: 100 })).items;
  return { ...memory, run, runs };
}

test('everything that succeeds is one row, with the ids that the destination saw', async () => {
  const { run, runs, deliveries } = await world();
  const { sink, sent, secrets } = recordingSink(() => ({ ok: true, httpStatus: 202 }));
  expect(await run(sink)).toEqual({ delivered: 2, again: 0, parked: 0 });
  expect(sent).toHaveLength(1);
  expect(sent[0]!.map(({ body }) => body.key)).toEqual(['a', 'b']);
  expect(secrets).toEqual(['Endpoint=sb://x/;SharedAccessKey=very-secret']);
  expect(await runs()).toMatchObject([
    { status: 'Succeeded', httpStatus: 202, attempt: 1, deliveries: sent[0]!.map(({ deliveryId }) => deliveryId) },
  ]);
  expect(deliveries).toEqual([]);
});

test('only what failed is sent again, later each time', async () => {
  const { run, deliveries } = await world();
  const { sink } = recordingSink(({ body }) =>
    body.key === 'a' ? { ok: true } : { ok: false, retryable: true, reason: 'busy', httpStatus: 503 },
  );
  expect(await run(sink)).toEqual({ delivered: 1, again: 1, parked: 0 });
  for (const next of [0, 1]) await run(sink, deliveries[next]!.message);
  expect(deliveries.map(({ message: { attempt, outbox: references } }) => [attempt, references[0]!.keys])).toEqual([
    [2, ['b']],
    [3, ['b']],
    [4, ['b']],
  ]);
  const waits = deliveries.map(({ delaySeconds }) => delaySeconds);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(new Set(waits).size).toBe(waits.length);
});

test('a longer wait that the destination asks for is kept, up to an hour', async () => {
  for (const [asked, waited] of [
    [120, 120],
    [86_400, 3600],
  ]) {
    const { run, deliveries } = await world();
    const { sink } = recordingSink(() => ({ ok: false, retryable: true, reason: 'busy', retryAfterSeconds: asked! }));
    await run(sink);
    expect(deliveries[0]!.delaySeconds).toBe(waited);
  }
});

test('after the last attempt it is parked with its reason and what a resend needs', async () => {
  const { run, runs, deliveries } = await world();
  const { sink } = recordingSink(() => ({ ok: false, retryable: true, reason: 'still busy', httpStatus: 503 }));
  expect(await run(sink, { ...message, attempt: 4 })).toEqual({ delivered: 0, again: 0, parked: 2 });
  expect(deliveries).toEqual([]);
  const rows = (await runs()).map(
    ({ status, reason, outbox: references }) => `${status} ${reason} ${references[0]!.keys.join()}`,
  );
  expect(rows.sort()).toEqual(['Parked still busy a', 'Parked still busy b']);
});

test('what can never succeed is parked at the first attempt', async () => {
  const { run, runs } = await world();
  const { sink } = recordingSink(() => ({ ok: false, retryable: false, reason: 'refused', httpStatus: 400 }));
  expect(await run(sink)).toEqual({ delivered: 0, again: 0, parked: 2 });
  expect((await runs()).map(({ status, attempt }) => [status, attempt])).toEqual([
    ['Parked', 1],
    ['Parked', 1],
  ]);
});

test('Rejected from the sink parks, any other error is tried again', async () => {
  const failing = (error: Error): Sink => ({ ...recordingSink().sink, send: () => Promise.reject(error) });
  const refused = await world();
  expect(await refused.run(failing(new Rejected('PrivateTarget', 'no')))).toMatchObject({ again: 0, parked: 2 });
  const away = await world();
  expect(await away.run(failing(new Error('away')))).toMatchObject({ again: 2, parked: 0 });
});

test('a reason never holds the secret', async () => {
  const { run, runs } = await world();
  const send: Sink['send'] = ({ secret }) => Promise.reject(new Error(`cannot parse ${secret}`));
  const quote: Sink['send'] = async ({ secret }, _, all) =>
    all.map(() => ({ ok: false, retryable: true, reason: `cannot parse ${secret}` }));
  for (const one of [send, quote]) await run({ ...recordingSink().sink, send: one });
  expect(JSON.stringify(await runs())).not.toContain('very-secret');
  expect((await runs())[0]!.reason).toBe('cannot parse (secret)');
});

test.each<[string, Partial<Automation>, Partial<DeliveryMessage>]>([
  ['switched off', { isEnabled: false }, {}],
  ['without that action', {}, { action: 3 }],
  ['removed', {}, { automationId: `${automationId}-gone` }],
])('an automation that is %s gets nothing', async (_, changes, of) => {
  const { run, runs, deliveries } = await world(changes);
  const { sink, sent } = recordingSink();
  expect(await run(sink, { ...message, ...of })).toEqual({ delivered: 0, again: 0, parked: 0 });
  expect([sent, await runs(), deliveries]).toEqual([[], [], []]);
});

test('the id of a delivery is the same in every attempt and differs by event, action and automation', async () => {
  const { run, ports } = await world({
    actions: [automationOf('all').automation.actions[0]!, automationOf('all').automation.actions[0]!],
  });
  await ports.settings.saveAutomation(automationOf('more'));
  const { sink, sent } = recordingSink();
  const more = automationOf('more').automation.id;
  for (const one of [
    message,
    { ...message, attempt: 2 },
    { ...message, action: 1 },
    { ...message, automationId: more },
  ]) {
    await run(sink, one);
  }
  const [first, second, ...others] = sent.map((deliveries) => deliveries.map(({ deliveryId }) => deliveryId));
  expect(second).toEqual(first);
  expect(new Set([...first!, ...others.flat()]).size).toBe(6);
});

test('an event that cannot be read yet is tried again, and parked when it never can', async () => {
  const { run, runs, deliveries } = await world();
  const missing = { ...message, outbox: [...message.outbox, { ...message.outbox[0]!, id: 'outbox|alert|other|1' }] };
  expect(await run(recordingSink().sink, missing)).toEqual({ delivered: 2, again: 1, parked: 0 });
  expect(deliveries[0]!.message.outbox.map(({ id }) => id)).toEqual(['outbox|alert|other|1']);
  expect(await run(recordingSink().sink, { ...deliveries[0]!.message, attempt: 4 })).toMatchObject({ parked: 1 });
  expect((await runs()).find(({ status }) => status === 'Parked')?.reason).toContain('not kept');
});

test('when the secret cannot be opened for now, the queue brings the message again', async () => {
  const { ports } = await world();
  const secrets = { ...ports.secrets, open: () => Promise.reject(new Error('Cosmos is away')) };
  const units = { sinks: [recordingSink().sink], eventsOf: twoEventsOf, network, maxAttempts: 4 };
  await expect(deliver({ ...ports, secrets }, units, message)).rejects.toThrow('Cosmos is away');
  const locked = { ...ports.secrets, open: () => Promise.reject(new Rejected('SecretUnreadable', 'no key')) };
  expect(await deliver({ ...ports, secrets: locked }, units, message)).toMatchObject({ parked: 2 });
});
