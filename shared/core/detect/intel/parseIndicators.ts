import { z } from 'zod';
import { Rejected } from '../../../model/rejected';
import { canonicalAddress } from '../canonicalAddress';
import { canonicalValue, indicatorTypes, type IndicatorType, type ListedIndicator } from './indicator';

/** What a list held: a line that cannot be read costs no other. */
export interface ParsedIndicators {
  indicators: ListedIndicator[];
  rejected: { feed: string; line: number; reason: string }[];
}

type Row = Pick<ListedIndicator, 'type' | 'value' | 'description' | 'confidence'>;

const rowSchema = z.object({
  type: z.enum(indicatorTypes),
  value: z.string().min(1).max(8192),
  description: z.string().max(1000).default(''),
  confidence: z.coerce.number().int().min(0).max(100).optional(),
});

const header = 'type,value,description,confidence';

/** `type,value,description,confidence` with that header line; values may be quoted, `#` begins a comment line. */
export function parseIndicatorCsv(feed: string, text: string): ParsedIndicators {
  return parseLines(feed, text, (line) => {
    if (line === header) return undefined;
    const [type, value, description, own] = cellsOf(line);
    const row = rowSchema.safeParse({ type, value, description, ...(own && { confidence: own }) });
    if (!row.success) throw new Rejected('IndicatorInvalid', z.prettifyError(row.error));
    const { confidence, ...told } = row.data;
    return { ...told, ...(confidence !== undefined && { confidence }) };
  });
}

/** One value per line, its type told by its form; what follows a tab or blank (a weight) is ignored. */
export function parsePlainList(feed: string, text: string): ParsedIndicators {
  return parseLines(feed, text, (line) => {
    const value = line.split(/\s/, 1)[0]!;
    return { type: typeOf(value), value, description: '' };
  });
}

function parseLines(feed: string, text: string, read: (line: string) => Row | undefined): ParsedIndicators {
  const parsed: ParsedIndicators = { indicators: [], rejected: [] };
  for (const [at, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    try {
      const row = read(line);
      if (row !== undefined) parsed.indicators.push({ ...row, value: canonicalValue(row.type, row.value), feed });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      parsed.rejected.push({ feed, line: at + 1, reason: error.message });
    }
  }
  return parsed;
}

function typeOf(value: string): IndicatorType {
  if (value.includes('://')) return 'url';
  if (value.includes('/')) return 'cidr';
  if (canonicalAddress(value) !== undefined) return 'ip';
  return /^[0-9a-f]{32,64}$/i.test(value) ? 'hash' : 'domain';
}

/** Cells of one line: RFC 4180 without line breaks in quotes. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim());
}
