import { IPv4, isValidCIDR } from 'ipaddr.js';
import { Rejected } from '../../../model/rejected';
import { canonicalAddress } from '../canonicalAddress';

export const indicatorTypes = ['ip', 'cidr', 'domain', 'url', 'hash'] as const;
export type IndicatorType = (typeof indicatorTypes)[number];

/** Something known to be malicious, as its list tells it. `value` is in the form that events are compared with. */
export interface ListedIndicator {
  type: IndicatorType;
  value: string;
  description: string;
  /** 0-100. Of those that tell none, that of their feed counts when lists are compiled, and without a feed `usualConfidence`. */
  confidence?: number;
  /** The list it came from. */
  feed: string;
  /** ISO times between which it counts, the second exclusive. Without them it counts for ever. */
  validFrom?: string;
  validUntil?: string;
  /** Its id in the list. */
  reference?: string;
  /** Traffic Light Protocol: how far it may be passed on. */
  marking?: Marking;
}

export interface Indicator extends ListedIndicator {
  confidence: number;
}

export const usualConfidence = 50;

export const markings = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Marking = (typeof markings)[number];

/** The form in which two spellings of the same thing are equal. Throws Rejected when the text is no such thing. */
export function canonicalValue(type: IndicatorType, text: string): string {
  const value = text.trim();
  const canonical = canonicalOf[type](value);
  if (canonical === undefined) throw new Rejected('IndicatorInvalid', `"${value.slice(0, 200)}" is no ${type}`);
  return canonical;
}

const canonicalOf: Record<IndicatorType, (value: string) => string | undefined> = {
  ip: canonicalAddress,
  cidr: canonicalNetwork,
  domain: canonicalDomain,
  url: canonicalUrl,
  hash: (value) => (/^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value) ? value.toLowerCase() : undefined),
};

/** Networks wider than the largest that one registry gives away are no indicator, but a mistake or an attack on whoever trusts the list. */
const widest = { four: 8, six: 19 };

function canonicalNetwork(value: string): string | undefined {
  if (!isValidCIDR(value)) return undefined;
  const [address = '', bits] = value.toLowerCase().split('/');
  const isFour = IPv4.isValidFourPartDecimal(address);
  if (!isFour && !address.includes(':')) return undefined;
  return Number(bits) >= (isFour ? widest.four : widest.six) ? `${address}/${bits}` : undefined;
}

export function canonicalDomain(value: string): string | undefined {
  const name = value.toLowerCase().replace(/\.$/, '');
  const isName = name.length <= 253 && /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/.test(name);
  return isName && canonicalAddress(name) === undefined ? name : undefined;
}

/** Scheme and host in lower case, no default port, no fragment. */
export function canonicalUrl(value: string): string | undefined {
  const url = urlIn(value);
  if (url === undefined || url.host === '') return undefined;
  url.hash = '';
  return url.href;
}

/** Undefined for text that is no absolute URL. */
export function urlIn(value: string): URL | undefined {
  return value.length <= 8192 && URL.canParse(value) ? new URL(value) : undefined;
}
