import { deliveryMessageSchema, feedDocuments, withMessage, workMessageSchema } from '../../shared/flows/messages';
import { Rejected } from '../../shared/model/rejected';
import type { QuarantineEntry } from '../../shared/model/quarantine';

function world() {
  const entries: QuarantineEntry[] = [];
  const put = async (more: QuarantineEntry[]) => void entries.push(...more);
  return { entries, ports: { now: () => new Date('2026-11-21T09:00:00Z'), quarantine: { put } } };
}

const recount = { kind: 'recount', subscriptionId: '00000000-0000-0000-0000-000000000001' } as const;

test('a message of the right shape is handed over', async () => {
  const { ports, entries } = world();
  const seen: unknown[] = [];
  const act = async (message: unknown) => ({ done: seen.push(message) });
  expect(await withMessage(ports, 'work', workMessageSchema, recount, act)).toEqual({ done: 1 });
  expect(seen).toEqual([recount]);
  expect(entries).toEqual([]);
});

test('a message of another shape goes to the quarantine with its text and what is wrong, and is not tried', async () => {
  const { ports, entries } = world();
  const act = () => Promise.reject(new Error('must not be called'));
  const message = { automationId: 'a', action: -1 };
  expect(await withMessage(ports, 'deliveries', deliveryMessageSchema, message, act)).toEqual({ quarantined: 1 });
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ code: 'MessageInvalid', enqueuedAt: '2026-11-21T09:00:00.000Z' });
  expect(entries[0]!.reason).toMatch(/outbox/);
  expect(JSON.parse(entries[0]!.raw.toString())).toEqual(message);
});

test('the same wrong message always lands in the same place', async () => {
  const { ports, entries } = world();
  const act = () => Promise.reject(new Error('must not be called'));
  for (const _ of [1, 2]) await withMessage(ports, 'work', workMessageSchema, 'rubbish', act);
  expect(entries[0]!.hubPartition).toBe(entries[1]!.hubPartition);
});

test('a failure of what is called is passed on, so that the queue brings the message again', async () => {
  const { ports } = world();
  const act = () => Promise.reject(new Error('Cosmos is down'));
  await expect(withMessage(ports, 'work', workMessageSchema, recount, act)).rejects.toThrow('Cosmos is down');
});

test('a change feed that gives something without a kind is refused', () => {
  expect(() => feedDocuments([{ id: 'x' }])).toThrow(Rejected);
});
