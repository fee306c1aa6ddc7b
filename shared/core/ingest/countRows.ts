import type { IngestCountDocument } from '../../model/ingestMetrics';

/** The minute that a time lies in (ISO 8601, UTC). */
export const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16)}:00.000Z`;

/** The day that a time lies in (ISO 8601, UTC). */
export const dayOf = (at: Date): string => `${at.toISOString().slice(0, 10)}T00:00:00.000Z`;

/** Rates look back an hour: that, and an hour for clocks and late readers. */
const minuteTtlSeconds = 7_200;

/** The row of one instance for the minute or day of `at`, without its counts. */
export function countRow({
  workspaceId,
  instance,
  period,
  at,
}: {
  workspaceId: string;
  instance: string;
  period: 'minute' | 'day';
  at: Date;
}): Omit<IngestCountDocument, 'counts'> {
  const from = period === 'minute' ? minuteOf(at) : dayOf(at);
  return {
    kind: 'ingestCounts',
    id: `${instance}|${period}|${from}`,
    pk: countPartition(period, from),
    workspaceId,
    instance,
    period,
    from,
    ...(period === 'minute' && { ttl: minuteTtlSeconds }),
  };
}

/** Minutes of one hour stand together, days of one month. */
export const countPartition = (period: 'minute' | 'day', from: string): string =>
  `${period}|${from.slice(0, period === 'minute' ? 13 : 7)}`;
