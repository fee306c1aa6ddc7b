import type { FeedFormat, FeedValidity } from '../../../model/intelFeed';
import type { FeedItem } from './feedItem';
import type { IndicatorType, ListedIndicator } from './indicator';

/** Addresses change hands within weeks, names within months; a file stays what it is. */
export const defaultValidity: FeedValidity = { address: 30, domain: 180, url: 90, hash: null };

const dayMs = 86_400_000;
/** An indicator that ended is kept for so long: events may be told late. */
const keptMs = 31 * dayMs;

const ageOf: Record<IndicatorType, keyof FeedValidity> = {
  ip: 'address',
  cidr: 'address',
  domain: 'domain',
  url: 'url',
  hash: 'hash',
};

interface Told {
  format: FeedFormat;
  validDays: FeedValidity;
  /** When the list was last seen (ISO). */
  confirmedAt: string;
  now: Date;
}

/**
 * The indicators of an item with the end that their feed leaves open: so many days after its author touched it last, or, in lists that
 * tell no time, after the list was last seen with it. What ended long ago is left out.
 */
export function validIndicators({ indicators, version }: FeedItem, told: Told): ListedIndicator[] {
  return indicators.flatMap((indicator) => {
    const validUntil = indicator.validUntil ?? endOf(indicator, version, told);
    if (validUntil === undefined) return [indicator];
    return Date.parse(validUntil) + keptMs < told.now.getTime() ? [] : [{ ...indicator, validUntil }];
  });
}

function endOf({ type, validFrom }: ListedIndicator, version: string, told: Told): string | undefined {
  const days = told.validDays[ageOf[type]];
  if (days === null) return undefined;
  const isList = told.format === 'csv' || told.format === 'plain';
  const times = isList ? [told.confirmedAt] : [version, ...(validFrom === undefined ? [] : [validFrom])];
  return new Date(Math.max(...times.map((time) => Date.parse(time))) + days * dayMs).toISOString();
}
