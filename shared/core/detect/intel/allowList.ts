import { isValidCIDR } from 'ipaddr.js';
import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Entity } from '../../../model/entity';
import { Rejected } from '../../../model/rejected';
import { canonicalAddress } from '../canonicalAddress';
import { type AddressIndex, createAddressIndex, openAddressIndex, type OwnedNetwork } from './addressIndex';
import { below, type Columns, under } from './columns';
import { canonicalDomain, type Indicator, urlIn } from './indicator';
import { createTableBuilder, type IndicatorTable, openIndicatorTable } from './indicatorTable';
import { createTextIndex, openTextIndex, type TextIndex } from './textIndex';

/** Things that are never an indicator, whatever a list says: public DNS servers, ranges of clouds, the most visited domains. */
export interface AllowList {
  /** Name of the list that has it. */
  allows(entity: Entity): string | undefined;
}

/** A MISP warning list (github.com/MISP/misp-warninglists, `schema.json`). */
export const warningListSchema = z.object({
  name: z.string().max(500),
  type: z.enum(['cidr', 'hostname', 'string', 'substring', 'regex']),
  list: z.array(z.string().max(2_000)).max(2_000_000),
});

export type WarningList = z.infer<typeof warningListSchema>;

/** One that can be put on disk. */
export interface BuiltAllowList extends AllowList {
  facts: AllowFacts;
  columns(): Columns;
}

const factsSchema = z.object({
  lists: z.array(z.string()),
  pieces: z.array(z.tuple([z.string(), z.string()])),
  patterns: z.array(z.tuple([z.string(), z.string()])),
});
/** Pieces and patterns with the name of their list. */
type AllowFacts = z.infer<typeof factsSchema>;

/** Texts are looked for in every hit: more of them than this belong into a list of hosts or networks. */
const maxPatterns = 5_000;

/** Throws Rejected when a list cannot be used. */
export function createAllowList(lists: Iterable<WarningList>): BuiltAllowList {
  const builder = createTableBuilder();
  const [networks, hosts, texts]: [OwnedNetwork[], number[], number[]] = [[], [], []];
  const [pieces, patterns]: [AllowFacts['pieces'], AllowFacts['patterns']] = [[], []];
  for (const { name, type, list } of lists) {
    for (const text of list) {
      if (type === 'cidr') {
        if (isNetwork(text)) networks.push({ value: text, owner: builder.add(row('cidr', text, name)) });
      } else if (type === 'hostname')
        hosts.push(builder.add(row('domain', text.toLowerCase().replace(/^\.|\.$/g, ''), name)));
      else if (type === 'string') texts.push(builder.add(row('url', text.toLowerCase(), name)));
      else (type === 'substring' ? pieces : patterns).push([type === 'substring' ? text.toLowerCase() : text, name]);
    }
  }
  const table = builder.build();
  return over({
    table,
    networks: createAddressIndex(networks),
    hosts: createTextIndex(hosts, table.valueAt),
    texts: createTextIndex(texts, table.valueAt),
    pieces: few(pieces),
    patterns: few(patterns),
  });
}

/** The list over columns that it answered before. Throws Rejected when one is missing. */
export function openAllowList(facts: unknown, columns: Columns): BuiltAllowList {
  const { lists, pieces, patterns } = factsSchema.parse(facts);
  const table = openIndicatorTable(below('table', columns), lists);
  return over({
    table,
    networks: openAddressIndex(below('networks', columns)),
    hosts: openTextIndex(below('hosts', columns), table.valueAt),
    texts: openTextIndex(below('texts', columns), table.valueAt),
    pieces,
    patterns,
  });
}

interface Parts extends Omit<AllowFacts, 'lists'> {
  table: IndicatorTable;
  networks: AddressIndex;
  hosts: TextIndex;
  texts: TextIndex;
}

function over({ table, networks, hosts, texts, pieces, patterns }: Parts): BuiltAllowList {
  const compiled = patterns.map(([text, name]) => ({ pattern: compile(text), name }));
  const listOf = (owner: number): string | undefined => (owner < 0 ? undefined : table.feedAt(owner));

  function listOfText(text: string): string | undefined {
    const lower = text.toLowerCase();
    return (
      listOf(texts.find(lower)) ??
      pieces.find(([piece]) => lower.includes(piece))?.[1] ??
      compiled.find(({ pattern }) => pattern.matcher(text).find())?.name
    );
  }

  function listOfHost(text: string): string | undefined {
    const name = canonicalDomain(text);
    if (name === undefined) return listOf(networks.find(text)) ?? listOfText(text);
    const labels = name.split('.');
    for (const at of labels.keys()) {
      const found = listOf(hosts.find(labels.slice(at).join('.')));
      if (found !== undefined) return found;
    }
    return listOfText(name);
  }

  return {
    allows(entity) {
      switch (entity.type) {
        case 'ip':
          return listOfHost(entity.address);
        case 'dns':
          return listOfHost(entity.domainName);
        case 'url':
          return listOfHost(urlIn(entity.url)?.hostname.replace(/^\[|\]$/g, '') ?? '') ?? listOfText(entity.url);
        case 'filehash':
          return listOfText(entity.value);
        default:
          return undefined;
      }
    },
    facts: { lists: [...table.feeds], pieces, patterns },
    columns: () => ({
      ...under('table', table.columns()),
      ...under('networks', networks.columns()),
      ...under('hosts', hosts.columns()),
      ...under('texts', texts.columns()),
    }),
  };
}

const row = (type: Indicator['type'], value: string, feed: string): Indicator => ({
  type,
  value,
  feed,
  description: '',
  confidence: 0,
});

const isNetwork = (value: string): boolean =>
  value.includes('/')
    ? isValidCIDR(value) && /^(?:\d+\.){3}\d+\/|:/.test(value)
    : canonicalAddress(value) !== undefined;

function few<T>(list: T[]): T[] {
  if (list.length <= maxPatterns) return list;
  throw new Rejected(
    'AllowListTooLong',
    `${list.length} texts or patterns; at most ${maxPatterns}, use hosts or networks`,
  );
}

/** MISP writes `/pattern/flags` or the bare pattern. Linear time: a list is somebody else's input. */
function compile(text: string): RE2JS {
  const [, body = text, flags = ''] = /^\/(.*)\/([a-z]*)$/.exec(text) ?? [];
  try {
    return RE2JS.compile(body, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    throw new Rejected('AllowListInvalid', `"${text.slice(0, 200)}" is no pattern: ${String(error)}`);
  }
}
