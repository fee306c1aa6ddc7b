import { Rejected } from '../../model/rejected';
import type { QueryPlan } from './pageFilter';

/** Milliseconds since 1970, both inclusive. */
export interface Window {
  from: number;
  to: number;
}

export interface WindowBounds {
  from: Date | undefined;
  to: Date | undefined;
  now: Date;
  maxHours: number;
  defaultHours: number;
}

const hour = 3_600_000;

/**
 * The times a query searches: the narrower of what the request and the query itself say; without a beginning, the default hours
 * before the end; without an end, until now.
 */
export function searchWindow(plan: QueryPlan, { from, to, now, maxHours, defaultHours }: WindowBounds): Window {
  if (from && to && from > to) throw new Rejected('TimeRangeInvalid', 'The time range ends before it begins.');
  const end = Math.min(to?.getTime() ?? Infinity, plan.to ?? Infinity);
  const until = Number.isFinite(end) ? end : now.getTime();
  const begin = Math.max(from?.getTime() ?? -Infinity, plan.from ?? -Infinity);
  const since = Number.isFinite(begin) ? begin : Math.min(until, now.getTime()) - defaultHours * hour;
  const oldest = now.getTime() - maxHours * hour;
  return { from: clamp(Math.max(since, oldest)), to: clamp(until) };
}

/** What ISO 8601 writes with four digits for the year, so that times compare as text. */
const clamp = (instant: number): number => Math.min(Math.max(instant, 0), Date.UTC(9999, 11, 31));
