import { Rejected } from '../../../model/rejected';

/** Values by the name of a placeholder, without its percent signs. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

const maxValues = 20_000;

/** Two backslashes, an escaped percent sign, a placeholder, or any one character. */
const tokens = /\\\\|\\%|%([\w.-]+)%|[\s\S]/g;

/**
 * Fills `%name%` with each value of its list; `\%` is a percent sign. Throws Rejected when there is no such list: a rule that
 * lacks what it is about must not match everything or nothing in silence.
 */
export function expandPlaceholders(where: string, value: string, lists: Placeholders = new Map()): string[] {
  let texts = [''];
  for (const [part, name] of value.matchAll(tokens)) {
    const choices = name === undefined ? [part === '\\%' ? '%' : part] : lists.get(name);
    if (choices === undefined || choices.length === 0) {
      throw invalid(`${where}: the modifier "expand" asks for a list named "${name}", and there is none`);
    }
    texts = texts.flatMap((text) => choices.map((choice) => text + choice));
    if (texts.length > maxValues) throw invalid(`${where}: the placeholders make more than ${maxValues} values`);
  }
  return texts;
}

const invalid = (reason: string): Rejected => new Rejected('RuleInvalid', reason);
