import { Rejected } from '../../../model/rejected';

const comparisons = ['contains', 'startswith', 'endswith', 're', 'cidr', 'exists', 'gt', 'gte', 'lt', 'lte'] as const;
const encodings = ['wide', 'utf16le', 'utf16be', 'utf16', 'base64', 'base64offset', 'windash'] as const;
const flags = ['all', 'cased', 'neq', 'fieldref', 'i', 'm', 's'] as const;

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
}

/** Reads the key of a detection item. Throws Rejected for a modifier that is unknown or fits no other one. */
export function parseModifiers(key: string): Modifiers {
  const [field = '', ...names] = key.split('|').map((part) => part.trim());
  const found: Modifiers & { flags: Set<Flag> } = { field, comparison: 'equals', encodings: [], flags: new Set() };
  for (const name of names) {
    if (isOneOf(comparisons, name)) found.comparison = onlyOne(key, found.comparison, name);
    else if (isOneOf(encodings, name)) found.encodings.push(name);
    else if (isOneOf(flags, name)) found.flags.add(name);
    else throw unknown(key, name);
  }
  if (['i', 'm', 's'].some((flag) => found.flags.has(flag as Flag)) && found.comparison !== 're') {
    throw new Rejected('RuleInvalid', `${key}: the modifiers i, m and s belong to re`);
  }
  return found;
}

function onlyOne(key: string, before: Comparison, name: Comparison): Comparison {
  if (before === 'equals') return name;
  throw new Rejected('RuleInvalid', `${key}: ${before} and ${name} exclude each other`);
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}

function unknown(key: string, name: string): Rejected {
  const known = [...comparisons, ...encodings, ...flags].join(', ');
  return new Rejected('RuleInvalid', `${key}: the modifier "${name}" is not supported; these are: ${known}`);
}
