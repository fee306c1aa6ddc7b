import type { FieldReader } from './fieldReader';
import type { Modifiers } from './modifiers';
import { type FieldText, lowerOf } from './recordView';
import type { Predicate } from './test';

/** Compares the values of two fields of the record; false when either is missing. */
export function compareFields(field: FieldReader, other: FieldReader, { comparison, flags }: Modifiers): Predicate {
  const read = (value: FieldText): string => (flags.has('cased') ? value.text : lowerOf(value));
  const compare = (a: string, b: string): boolean => {
    if (comparison === 'contains') return a.includes(b);
    if (comparison === 'startswith') return a.startsWith(b);
    if (comparison === 'endswith') return a.endsWith(b);
    return a === b;
  };
  return (view) => {
    const others = other.texts(view).map(read);
    return field.texts(view).some((value) => others.some((text) => compare(read(value), text)));
  };
}
