import { deliver } from '../../shared/flows/deliver';
import type { DeliveryResult } from '../../shared/flows/delivery';
import { resendDelivery } from '../../shared/flows/resendDelivery';
import { memoryPorts } from '../doubles/memoryPorts';
import { automationOf, outboxOf, recordingSink, twoEventsOf } from './support/exportWorld';

const network = { post: async () => ({ status: 200 }), checkHost: async () => undefined };
const outbox = outboxOf(1);
const { automation } = automationOf('all');
const automationId = automation.id.toLowerCase();
const failure: DeliveryResult = { ok: false, retryable: false, reason: 'gone', httpStatus: 410 };

/** One automation whose delivery of two events was parked. */
async function world() {
  const memory = memoryPorts();
  const { ports } = memory;
  await ports.settings.saveAutomation(automationOf('all'));
  await ports.secrets.seal('hub-secret', 'Endpoint=sb://x/;SharedAccessKey=very-secret');
  await ports.findings.save([outbox]);
  const run = (result: DeliveryResult, message = memory.deliveries.pop()!.message) =>
    deliver(
      ports,
      { sinks: [recordingSink(() => result).sink], eventsOf: twoEventsOf, network, maxAttempts: 4 },
      message,
    );
  const reference = { subscriptionId: outbox.subscriptionId, rootId: outbox.rootId, id: outbox.id, keys: ['a'] };
  await run(failure, { automationId: automation.id, action: 0, attempt: 1, outbox: [reference] });
  const listed = async (status?: 'Parked' | 'Resent' | 'Succeeded') =>
    (await ports.runs.list(automationId, { top: 10, status })).items;
  return { ...memory, run, listed };
}

test('a parked delivery goes to the queue with what it held, and is not listed as parked once it succeeded', async () => {
  const { ports, deliveries, run, listed } = await world();
  const [parked] = await listed('Parked');
  await resendDelivery(ports, automation, parked!);
  expect(deliveries).toMatchObject([{ message: { automationId, action: 0, attempt: 1, outbox: parked!.outbox } }]);
  expect(await listed('Resent')).toMatchObject([{ id: parked!.id, reason: 'gone' }]);
  expect(await run({ ok: true, httpStatus: 202 })).toMatchObject({ delivered: 1 });
  expect(await listed('Parked')).toEqual([]);
  expect(await listed('Succeeded')).toMatchObject([{ deliveries: parked!.deliveries }]);
});

test('one that fails again is parked again', async () => {
  const { ports, run, listed } = await world();
  await resendDelivery(ports, automation, (await listed('Parked'))[0]!);
  expect(await run(failure)).toMatchObject({ parked: 1 });
  expect(await listed('Parked')).toHaveLength(1);
  expect(await listed('Resent')).toEqual([]);
});

test('a second resend of the same row is refused, and sends nothing more once the row was read anew', async () => {
  const { ports, deliveries, listed } = await world();
  const [parked] = await listed('Parked');
  await resendDelivery(ports, automation, parked!);
  await expect(resendDelivery(ports, automation, parked!)).rejects.toThrow('is there in another version');
  await expect(resendDelivery(ports, automation, (await listed('Resent'))[0]!)).rejects.toThrow('only parked ones');
  expect(deliveries).toHaveLength(2);
});

test('nothing is resent for an automation that is off or lost the action', async () => {
  const { ports, deliveries, listed } = await world();
  const [parked] = await listed('Parked');
  await expect(resendDelivery(ports, { ...automation, isEnabled: false }, parked!)).rejects.toThrow('switched off');
  await expect(resendDelivery(ports, { ...automation, actions: [] }, parked!)).rejects.toThrow('any more');
  expect(deliveries).toEqual([]);
});
