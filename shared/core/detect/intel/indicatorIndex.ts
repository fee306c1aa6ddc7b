import { z } from 'zod';
import type { Entity } from '../../../model/entity';
import { type AddressIndex, createAddressIndex, openAddressIndex, type OwnedNetwork } from './addressIndex';
import type { AllowList } from './allowList';
import { below, bytesOf, columnOf, type Columns, under } from './columns';
import { canonicalUrl, urlIn, type Indicator, type IndicatorType, type ListedIndicator } from './indicator';
import { createTableBuilder, type IndicatorTable, openIndicatorTable } from './indicatorTable';
import { createTextIndex, openTextIndex, type TextIndex } from './textIndex';

/** The indicator that an entity of an event is, and every list that has it or a network or domain around it. */
export interface IndicatorMatch extends Indicator {
  lists: string[];
  /** The list of shared infrastructure (clouds, content networks, public DNS) that it stands on: others use it too. */
  sharedWith?: string;
}

/** Which indicator an entity of an event is, if any. */
export interface IndicatorIndex {
  /**
   * `time` (ISO) is when the event was: an indicator counts while it is valid. Of several the one with the highest confidence, of
   * equal ones the most specific, then the one added last.
   */
  find(entity: Entity, time: string): IndicatorMatch | undefined;
  size: number;
  /** Bytes held. */
  bytes(): number;
}

/** An index that can be put on disk. */
export interface BuiltIndex extends IndicatorIndex {
  /** Every indicator in it. */
  all(): Indicator[];
  facts: { feeds: readonly string[] };
  columns(): Columns;
}

const nothing = -1;
/** RFC 1035, with the dot at its end. */
const maxDomain = 254;

/** What an allow list and a list of shared infrastructure hold, both optional. */
export interface Exceptions {
  allowed?: AllowList | undefined;
  shared?: AllowList | undefined;
}

/** Built once from lists however long. What is on an allow list is never found, whatever the other lists say. */
export function createIndicatorIndex(indicators: Iterable<ListedIndicator>, exceptions: Exceptions = {}): BuiltIndex {
  const collector = createIndicatorCollector();
  for (const indicator of indicators) collector.add(indicator);
  return collector.build(exceptions);
}

/** Takes indicators one by one, so that millions need not be held as objects. */
export interface IndicatorCollector {
  add(indicator: ListedIndicator): void;
  size(): number;
  build(exceptions?: Exceptions): BuiltIndex;
}

export function createIndicatorCollector(): IndicatorCollector {
  const builder = createTableBuilder();
  const ofType: Record<IndicatorType, number[]> = { ip: [], cidr: [], domain: [], url: [], hash: [] };
  let size = 0;
  return {
    add(indicator) {
      ofType[indicator.type].push(builder.add(indicator));
      size += 1;
    },
    size: () => size,
    build: (exceptions = {}) => over(partsOf(builder.build(), ofType), exceptions),
  };
}

function partsOf(table: IndicatorTable, ofType: Record<IndicatorType, number[]>): Parts {
  const next = new Int32Array(table.size).fill(nothing);
  const chain = (owner: number, other: number): void => void (next[owner] = other);
  const networks = [...ofType.cidr, ...ofType.ip].map((owner): OwnedNetwork => ({
    value: table.valueAt(owner),
    owner,
  }));
  return {
    table,
    next,
    addresses: createAddressIndex(networks, chain),
    domains: createTextIndex(ofType.domain, table.valueAt, chain),
    urls: createTextIndex(ofType.url, table.valueAt, chain),
    hashes: createTextIndex(ofType.hash, table.valueAt, chain),
  };
}

const factsSchema = z.object({ feeds: z.array(z.string()) });

/** The index over columns that it answered before. Throws Rejected when one is missing. */
export function openIndicatorIndex(facts: unknown, columns: Columns, exceptions: Exceptions = {}): BuiltIndex {
  const table = openIndicatorTable(below('table', columns), factsSchema.parse(facts).feeds);
  const parts: Parts = {
    table,
    next: columnOf(columns, 'next', 'Int32Array'),
    addresses: openAddressIndex(below('addresses', columns)),
    domains: openTextIndex(below('domains', columns), table.valueAt),
    urls: openTextIndex(below('urls', columns), table.valueAt),
    hashes: openTextIndex(below('hashes', columns), table.valueAt),
  };
  return over(parts, exceptions);
}

interface Parts {
  table: IndicatorTable;
  /** For each indicator another one with the same value, or the next wider network. */
  next: Int32Array;
  addresses: AddressIndex;
  domains: TextIndex;
  urls: TextIndex;
  hashes: TextIndex;
}

function over({ table, next, addresses, domains, urls, hashes }: Parts, { allowed, shared }: Exceptions): BuiltIndex {
  const columns = (): Columns => ({
    next,
    ...under('table', table.columns()),
    ...under('addresses', addresses.columns()),
    ...under('domains', domains.columns()),
    ...under('urls', urls.columns()),
    ...under('hashes', hashes.columns()),
  });

  /** The name itself and its listed parents. */
  function domainsOf(text: string): number[] {
    if (text.length > maxDomain) return [];
    const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase();
    const found: number[] = [];
    for (let start = 0; start >= 0;) {
      const owner = domains.find(name.slice(start));
      if (owner !== nothing) found.push(owner);
      const dot = name.indexOf('.', start);
      start = dot < 0 ? -1 : dot + 1;
    }
    return found;
  }

  function urlsOf(text: string): number[] {
    const whole = canonicalUrl(text);
    const owner = whole === undefined ? nothing : urls.find(whole);
    const host = urlIn(text)?.hostname.replace(/^\[|\]$/g, '') ?? '';
    return [...(owner === nothing ? [] : [owner]), ...addresses.findAll(host), ...domainsOf(host)];
  }

  function ownersOf(entity: Entity): number[] {
    switch (entity.type) {
      case 'ip':
        return addresses.findAll(entity.address);
      case 'dns':
        return domainsOf(entity.domainName);
      case 'url':
        return urlsOf(entity.url);
      case 'filehash': {
        const owner = hashes.find(entity.value.toLowerCase());
        return owner === nothing ? [] : [owner];
      }
      default:
        return [];
    }
  }

  return {
    find(entity, time) {
      const heads = ownersOf(entity);
      if (heads.length === 0) return undefined;
      let best = nothing;
      const lists: string[] = [];
      for (const head of heads) {
        for (let owner = head; owner !== nothing; owner = next[owner]!) {
          if (!table.isValidAt(owner, time)) continue;
          const list = table.feedAt(owner);
          if (!lists.includes(list)) lists.push(list);
          if (best === nothing || table.confidenceAt(owner) > table.confidenceAt(best)) best = owner;
        }
      }
      if (best === nothing || allowed?.allows(entity) !== undefined) return undefined;
      const sharedWith = shared?.allows(entity);
      const match: IndicatorMatch = Object.assign(table.at(best), { lists });
      if (sharedWith !== undefined) match.sharedWith = sharedWith;
      return match;
    },
    size: table.size,
    all: () => Array.from({ length: table.size }, (_, at) => table.at(at)),
    facts: { feeds: table.feeds },
    columns,
    bytes: () => bytesOf(columns()),
  };
}
