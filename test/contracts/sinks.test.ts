import { actions } from '../../shared/adapters/actions.generated';
import { guardedNetwork } from '../../shared/adapters/network/guardedNetwork';
import { sinks } from '../../shared/adapters/sinks.generated';
import type { ExportEvent } from '../../shared/core/fanout/exportEvent';
import type { Delivery, DeliveryResult, Sink } from '../../shared/flows/delivery';
import type { StoredAction } from '../../shared/model/automation';
import { Rejected } from '../../shared/model/rejected';
import { type Destination, destinations } from './destinations';

/** Every kind of destination keeps to the same contract: one file more in sinks/ or actions/ is one more row here. */
jest.setTimeout(60_000);
const units = [...sinks, ...actions].map((unit) => [unit.actionType, unit] as const);

test('each kind of action has one unit, and each unit a destination to be tried on', () => {
  expect(units.map(([kind]) => kind).sort()).toEqual(Object.keys(destinations).sort());
});

const event: ExportEvent = {
  key: 'k',
  source: 'Alerts',
  resourceId: '/subscriptions/00000000-0000-0000-0000-000000000001',
  payload: { Severity: 'High', nested: { list: [1, null, 'ä'] } },
};
let next = 0;
const deliveriesOf = (unit: Sink, count: number, bytes = 10): Delivery[] =>
  Array.from({ length: count }, () => ({
    deliveryId: `delivery-${next++}`,
    body: unit.payload({ ...event, payload: { ...event.payload, text: 'x'.repeat(bytes) } }),
  }));

function destinationOf(actionType: string): Promise<Destination> {
  const open = destinations[actionType];
  if (!open) throw new Error(`Say in destinations.ts how a test reaches an action of the kind ${actionType}`);
  return open();
}

describe.each(units)('%s', (_, unit) => {
  let destination: Destination;
  beforeAll(async () => void (destination = await destinationOf(unit.actionType)));
  afterAll(() => destination.close());

  /** What the delivery flow makes of a send: its results, or the same failure for each. */
  async function send(
    deliveries: Delivery[],
    { action = destination.action, secret = destination.secret }: { action?: StoredAction; secret?: string } = {},
    allowed = ['127.0.0.0/8', '::1'],
  ): Promise<DeliveryResult[]> {
    try {
      return await unit.send({ ...guardedNetwork(allowed), secret }, action, deliveries);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return deliveries.map(() => ({ ok: false, retryable: !(error instanceof Rejected), reason }));
    }
  }

  it('sends each event exactly once, with its id', async () => {
    const deliveries = deliveriesOf(unit, unit.batchSize);
    const before = (await destination.arrived(0)).length;
    expect(await send(deliveries)).toEqual(deliveries.map(() => expect.objectContaining({ ok: true }) as object));
    const arrived = await destination.arrived(before + deliveries.length);
    expect(arrived.slice(before)).toEqual(deliveries.map(({ deliveryId }) => deliveryId));
  });

  it('sends the payload of the event, and is asked for nothing else', () => {
    expect(unit.payload(event)).toEqual(event.payload);
    expect(unit.batchSize).toBeGreaterThanOrEqual(1);
  });

  it('answers one result for each event, also for none', async () => {
    expect(await send([])).toEqual([]);
    expect(await send(deliveriesOf(unit, 3))).toHaveLength(3);
  });

  it('refuses settings that make no sense, for good', async () => {
    for (const bad of destination.bad) {
      const results = await send(deliveriesOf(unit, 1), bad);
      expect(results).toMatchObject([{ ok: false, retryable: false }]);
      expect(JSON.stringify(results)).not.toContain(destination.sensitive);
    }
  });

  it('refuses a private target that is not allowed, for good', async () => {
    const before = (await destination.arrived(0)).length;
    expect(await send(deliveriesOf(unit, 1), {}, [])).toMatchObject([{ ok: false, retryable: false }]);
    expect((await destination.arrived(before)).length).toBe(before);
  });

  it('has a busy destination tried again', async () => {
    for (const { name, secret, during } of destination.busy) {
      const results = await during(() => send(deliveriesOf(unit, 1), secret === undefined ? {} : { secret }));
      expect([name, results]).toMatchObject([name, [{ ok: false, retryable: true }]]);
      expect(JSON.stringify(results)).not.toContain(destination.sensitive);
    }
  });

  it('does not try again what the destination refuses', async () => {
    for (const { name, action, secret, during } of destination.refusing) {
      const changes = { ...(action && { action }), ...(secret !== undefined && { secret }) };
      const results = await during(() => send(deliveriesOf(unit, 1), changes));
      expect([name, results]).toMatchObject([name, [{ ok: false, retryable: false }]]);
      expect(JSON.stringify(results)).not.toContain(destination.sensitive);
    }
  });

  it('lets one event that is too large cost no other', async () => {
    const [first, last] = deliveriesOf(unit, 2) as [Delivery, Delivery];
    const [large] = deliveriesOf(unit, 1, destination.tooLarge ?? 1_200_000) as [Delivery];
    const before = (await destination.arrived(0)).length;
    const taken = destination.tooLarge === undefined;
    expect((await send([first, large, last])).map(({ ok }) => ok)).toEqual([true, taken, true]);
    const arrived = await destination.arrived(before + (taken ? 3 : 2));
    expect(arrived.slice(before).sort()).toEqual(
      [first, ...(taken ? [large] : []), last].map(({ deliveryId }) => deliveryId).sort(),
    );
  });

  it('works again after failures', async () => {
    expect(await send(deliveriesOf(unit, 1))).toMatchObject([{ ok: true }]);
  });
});
