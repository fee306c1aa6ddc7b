import { z } from 'zod';
import type { FeedFormat } from '../../../model/intelFeed';
import { Rejected } from '../../../model/rejected';
import { createAllowList, warningListSchema } from './allowList';
import type { FeedItem, ParsedItems } from './feedItem';
import { parseIndicatorCsv, parsePlainList, type ParsedIndicators } from './parseIndicators';
import { mispItem } from './parseMisp';
import { objectsOf, stixItems } from './parseStix';

interface FeedText {
  feed: string;
  format: FeedFormat;
  /** When it was read (ISO): the version of what tells none. */
  at: string;
}

/** The items of a file in the format of its feed. Throws Rejected for a file that is none. */
export function itemsIn(text: string, { feed, format, at }: FeedText): ParsedItems {
  switch (format) {
    case 'csv':
      return byValue(parseIndicatorCsv(feed, text), at);
    case 'plain':
      return byValue(parsePlainList(feed, text), at);
    case 'warningList':
      return { items: [warningItem(text, at)], rejected: [] };
    case 'misp': {
      const { item, rejected } = mispItem(feed, jsonOf(text));
      return { items: [item], rejected };
    }
    case 'stix':
    case 'taxii':
      return stixItems(feed, objectsOf(jsonOf(text)));
  }
}

const byValue = ({ indicators, rejected }: ParsedIndicators, version: string): ParsedItems => ({
  items: indicators.map((one): FeedItem => ({ key: `${one.type}:${one.value}`, version, indicators: [one] })),
  rejected,
});

function warningItem(text: string, version: string): FeedItem {
  const read = warningListSchema.safeParse(jsonOf(text));
  if (!read.success) throw new Rejected('NotAWarningList', `This is no warning list: ${z.prettifyError(read.error)}`);
  // Whether its patterns can be used is told to whoever sends it.
  createAllowList([{ ...read.data, ...(!hasPatterns(read.data.type) && { list: [] }) }]);
  return { key: `list:${read.data.name}`, version, indicators: [], list: read.data };
}

const hasPatterns = (type: string): boolean => type === 'regex' || type === 'substring';

/** Throws Rejected. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Rejected('NotJson', `The file is no JSON: ${String(error).slice(0, 200)}`);
  }
}
