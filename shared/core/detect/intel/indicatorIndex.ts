import type { Entity } from '../../../model/entity';
import { createAddressIndex, type OwnedNetwork } from './addressIndex';
import type { AllowList } from './allowList';
import { canonicalUrl, urlIn, type Indicator, type IndicatorType } from './indicator';
import { createTableBuilder } from './indicatorTable';
import { createTextIndex } from './textIndex';

/** Which indicator an entity of an event is, if any. */
export interface IndicatorIndex {
  /** `time` (ISO) is when the event was: an indicator counts while it is valid. */
  find(entity: Entity, time: string): Indicator | undefined;
  size: number;
  /** Bytes held. */
  bytes(): number;
}

const nothing = -1;
/** RFC 1035, with the dot at its end. */
const maxDomain = 254;

/** Built once from lists however long. What is on an allow list is never found, whatever the other lists say. */
export function createIndicatorIndex(indicators: Iterable<Indicator>, allowed?: AllowList): IndicatorIndex {
  const builder = createTableBuilder();
  const ofType: Record<IndicatorType, number[]> = { ip: [], cidr: [], domain: [], url: [], hash: [] };
  for (const indicator of indicators) ofType[indicator.type].push(builder.add(indicator));
  const table = builder.build();
  const addresses = createAddressIndex(networksOf([...ofType.cidr, ...ofType.ip]));
  const domains = createTextIndex(ofType.domain, table.valueAt);
  const urls = createTextIndex(ofType.url, table.valueAt);
  const hashes = createTextIndex(ofType.hash, table.valueAt);

  function* networksOf(owners: number[]): Iterable<OwnedNetwork> {
    for (const owner of owners) yield { value: table.valueAt(owner), owner };
  }

  /** The name itself or the nearest listed parent. */
  function domain(text: string): number {
    if (ofType.domain.length === 0 || text.length > maxDomain) return nothing;
    const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase();
    for (let start = 0; start >= 0;) {
      const owner = domains.find(name.slice(start));
      if (owner !== nothing) return owner;
      const dot = name.indexOf('.', start);
      start = dot < 0 ? -1 : dot + 1;
    }
    return nothing;
  }

  function url(text: string): number {
    const whole = ofType.url.length === 0 ? undefined : canonicalUrl(text);
    const owner = whole === undefined ? nothing : urls.find(whole);
    if (owner !== nothing) return owner;
    const host = urlIn(text)?.hostname.replace(/^\[|\]$/g, '') ?? '';
    const address = addresses.find(host);
    return address === nothing ? domain(host) : address;
  }

  function ownerOf(entity: Entity): number {
    switch (entity.type) {
      case 'ip':
        return addresses.find(entity.address);
      case 'dns':
        return domain(entity.domainName);
      case 'url':
        return url(entity.url);
      case 'filehash':
        return hashes.find(entity.value.toLowerCase());
      default:
        return nothing;
    }
  }

  return {
    find(entity, time) {
      const owner = ownerOf(entity);
      if (owner === nothing || !table.isValidAt(owner, time)) return undefined;
      return allowed?.allows(entity) === true ? undefined : table.at(owner);
    },
    size: table.size,
    bytes: () => table.bytes() + addresses.bytes() + domains.bytes() + urls.bytes() + hashes.bytes(),
  };
}
