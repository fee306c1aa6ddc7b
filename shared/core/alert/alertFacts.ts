import type { Rule } from '../detect/detector';
import { boundedFacts } from './boundedText';

type Facts = Record<string, string>;

const creditNames = ['Rule id', 'Rule author', 'Rule license', 'Rule reference'] as const;

/** Public rules ask that messages about their matches name the author, and where the rule is (Detection Rule License 1.1). */
export function creditsOf({ id, author, license, references }: Rule): Facts {
  return {
    'Rule id': id,
    ...(author !== undefined && { 'Rule author': author }),
    ...(license !== undefined && { 'Rule license': license }),
    ...(references?.[0] !== undefined && { 'Rule reference': references[0] }),
  };
}

export const creditsIn = (properties: Facts): Facts =>
  Object.fromEntries(creditNames.flatMap((name) => (name in properties ? [[name, properties[name]!]] : [])));

/**
 * Extended properties: the credits first, so that no number of facts pushes them out; no fact of a record takes their place. Of facts with one name
 * the last one stays.
 */
export function alertFacts(credits: Facts, ...facts: Facts[]): Facts {
  const others = Object.entries(Object.assign({}, ...facts) as Facts).filter(
    ([name]) => !(creditNames as readonly string[]).includes(name),
  );
  return boundedFacts({ ...credits, ...Object.fromEntries(others) });
}
