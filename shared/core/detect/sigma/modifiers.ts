import { Rejected } from '../../../model/rejected';
import { type DatePart, dateParts } from './datePart';

const comparisons = ['contains', 'startswith', 'endswith', 're', 'cidr', 'exists', 'gt', 'gte', 'lt', 'lte'] as const;
const encodings = ['wide', 'utf16le', 'utf16be', 'utf16', 'base64', 'base64offset', 'windash'] as const;
const flags = ['all', 'cased', 'neq', 'fieldref', 'expand', 'i', 'm', 's'] as const;

export type Comparison = 'equals' | (typeof comparisons)[number];
export type Encoding = (typeof encodings)[number];
type Flag = (typeof flags)[number];

/** The modifiers of `Field|contains|all`, sorted by what they decide. */
export interface Modifiers {
  field: string;
  comparison: Comparison;
  /** In the order written: each changes the values that the next one gets. */
  encodings: Encoding[];
  flags: ReadonlySet<Flag>;
  /** Which number of a date is compared. */
  part?: DatePart;
}

/** Reads the key of a detection item. Throws Rejected for a modifier that is unknown or fits no other one. */
export function parseModifiers(key: string): Modifiers {
  const [field = '', ...names] = key.split('|').map((part) => part.trim());
  const found: Modifiers & { flags: Set<Flag> } = { field, comparison: 'equals', encodings: [], flags: new Set() };
  for (const name of names) {
    if (isOneOf(comparisons, name)) found.comparison = onlyOne(key, found.comparison, name);
    else if (isOneOf(encodings, name)) found.encodings.push(name);
    else if (isOneOf(flags, name)) found.flags.add(name);
    else if (isOneOf(dateParts, name)) found.part = name;
    else throw unknown(key, name);
  }
  checkCombination(key, found);
  return found;
}

/** Comparisons that are not of texts: nothing can be encoded for them. */
const unencoded: readonly Comparison[] = ['re', 'cidr', 'exists', 'gt', 'gte', 'lt', 'lte'];

function checkCombination(key: string, { comparison, encodings: encoded, flags: set, part }: Modifiers): void {
  const fault = (reason: string) => new Rejected('RuleInvalid', `${key}: ${reason}`);
  const regexFlags = (['i', 'm', 's'] as const).some((flag) => set.has(flag));
  if (regexFlags && comparison !== 're') throw fault('the modifiers i, m and s belong to re');
  if (encoded.length > 0 && unencoded.includes(comparison)) throw fault(`${encoded[0]} does not go with ${comparison}`);
  if (part !== undefined && !['equals', 'gt', 'gte', 'lt', 'lte'].includes(comparison)) {
    throw fault(`${part} is a number: it does not go with ${comparison}`);
  }
  if (set.has('fieldref') && (encoded.length > 0 || unencoded.includes(comparison))) {
    throw fault('fieldref goes with contains, startswith, endswith, neq and cased only');
  }
}

function onlyOne(key: string, before: Comparison, name: Comparison): Comparison {
  if (before === 'equals') return name;
  throw new Rejected('RuleInvalid', `${key}: ${before} and ${name} exclude each other`);
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}

function unknown(key: string, name: string): Rejected {
  const known = [...comparisons, ...encodings, ...flags, ...dateParts].join(', ');
  return new Rejected('RuleInvalid', `${key}: the modifier "${name}" is not supported; these are: ${known}`);
}
