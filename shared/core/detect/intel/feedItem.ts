import type { WarningList } from './allowList';
import type { ListedIndicator } from './indicator';
import type { ParsedIndicators } from './parseIndicators';

/** What a feed holds under one id: of several versions the highest counts (ISO times), of equal ones the one that came last. */
export interface FeedItem {
  key: string;
  version: string;
  /** None: it was withdrawn. */
  indicators: ListedIndicator[];
  /** Of warning lists, instead of indicators. */
  list?: WarningList;
}

export interface ParsedItems extends Pick<ParsedIndicators, 'rejected'> {
  items: FeedItem[];
}
