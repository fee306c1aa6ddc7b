import { createHash } from 'node:crypto';
import { z } from 'zod';

const failureSchema = z.tuple([z.number(), z.string(), z.string()]);
const successSchema = z.object({ at: z.number(), id: z.string(), account: z.string(), alerted: z.boolean() });

/**
 * What is remembered of one source address on one machine: its newest attempts, times in epoch milliseconds. A failure is
 * time, reporter, fingerprint of its event. At most 3.6 KB as JSON.
 */
export const historySchema = z.object({
  failures: z.array(failureSchema),
  successes: z.array(successSchema),
  /** Newest failure when an attempted brute force was last reported. */
  reportedAt: z.number(),
});

export type AttemptHistory = z.infer<typeof historySchema>;
export type Failure = z.infer<typeof failureSchema>;

const maxFailures = 80;
const maxSuccesses = 8;
const maxAccount = 32;

export const emptyHistory: AttemptHistory = { failures: [], successes: [], reportedAt: 0 };

/** Eight characters stand for an event: enough to know a repeat among 80. */
export function fingerprintOf(eventId: string): string {
  return createHash('sha256').update(eventId).digest('base64url').slice(0, 8);
}

/**
 * The newest failures of both lists, each once. What is kept does not depend on the order of arrival: an attempt is a repeat
 * when it is there already, and too old when newer ones filled the list.
 */
export function withFailures(known: Failure[], more: Failure[]): Failure[] {
  const distinct = new Map([...known, ...more].map((failure) => [failure.join(), failure]));
  return [...distinct.values()].sort((a, b) => a[0] - b[0] || compare(a[2], b[2])).slice(-maxFailures);
}

export function withSuccesses(
  known: AttemptHistory['successes'],
  more: { at: number; id: string; account: string }[],
): AttemptHistory['successes'] {
  const fresh = more.map((one) => ({ ...one, account: shortAccount(one.account), alerted: false }));
  const distinct = new Map([...fresh, ...known].map((success) => [`${success.at} ${success.id}`, success]));
  return [...distinct.values()].sort((a, b) => a.at - b.at || compare(a.id, b.id)).slice(-maxSuccesses);
}

/** The most failures that one reporter tells of in the `windowMs` up to and including `at`. */
export function failuresUntil({ failures }: AttemptHistory, at: number, windowMs: number): number {
  const counts = new Map<string, number>();
  for (const [time, reporter] of failures) {
    if (time > at - windowMs && time <= at) counts.set(reporter, (counts.get(reporter) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** Attackers choose this text: bounded, and nothing that grows when it is written as JSON. */
const shortAccount = (account: string): string => account.replace(/[^ !#-[\]-~]/g, '?').slice(0, maxAccount);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
