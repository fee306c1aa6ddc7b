import type { Json } from '../../../../model/json';

/** They carry their arguments on as they are, or answer for unknown parts themselves. */
const carrying = new Set(
  'concat format join tolower toupper createarray createobject array equals empty range'.split(' '),
);

/** They carry on what a list or object holds, whereas of a text they look at characters. */
const ofLists = new Set(
  'first last take skip length union items objectkeys tryget flatten shallowmerge indexfromend tryindexfromend'.split(
    ' ',
  ),
);

/** True if a function cannot answer while a part of its arguments is not known. */
export function looksInside(name: string, args: readonly Json[]): boolean {
  const [first = null] = args;
  if (carrying.has(name)) return false;
  if (name === 'string') return typeof first === 'object';
  if (name === 'contains') return typeof first !== 'object' || Array.isArray(first);
  return !ofLists.has(name) || typeof first !== 'object';
}
