import type { Entity } from '../../../model/entity';
import { createAddressIndex } from './addressIndex';
import { canonicalDomain, canonicalUrl, urlIn, type Indicator, type IndicatorType } from './indicator';

/** Which indicator an entity of an event is, if any. */
export interface IndicatorIndex {
  find(entity: Entity): Indicator | undefined;
}

export function createIndicatorIndex(indicators: Indicator[]): IndicatorIndex {
  const addresses = createAddressIndex(indicators.filter(({ type }) => type === 'ip' || type === 'cidr'));
  const domains = byValue(indicators, 'domain');
  const urls = byValue(indicators, 'url');
  const hashes = byValue(indicators, 'hash');

  /** The name itself or the nearest listed parent. */
  function domain(text: string): Indicator | undefined {
    const name = domains.size === 0 ? undefined : canonicalDomain(text);
    if (name === undefined) return undefined;
    for (let start = 0; start >= 0 && start < name.length;) {
      const hit = domains.get(name.slice(start));
      if (hit !== undefined) return hit;
      const dot = name.indexOf('.', start);
      start = dot < 0 ? -1 : dot + 1;
    }
    return undefined;
  }

  function url(text: string): Indicator | undefined {
    const hit = urls.get(canonicalUrl(text) ?? '');
    if (hit !== undefined) return hit;
    const host = urlIn(text)?.hostname.replace(/^\[|\]$/g, '') ?? '';
    return addresses.find(host) ?? domain(host);
  }

  return {
    find(entity) {
      switch (entity.type) {
        case 'ip':
          return addresses.find(entity.address);
        case 'dns':
          return domain(entity.domainName);
        case 'url':
          return url(entity.url);
        case 'filehash':
          return hashes.get(entity.value.toLowerCase());
        default:
          return undefined;
      }
    },
  };
}

function byValue(indicators: Indicator[], type: IndicatorType): Map<string, Indicator> {
  return new Map(indicators.filter((one) => one.type === type).map((one) => [one.value, one]));
}
