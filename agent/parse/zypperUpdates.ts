import { readXml, type XmlElement } from '../../shared/core/ingest/scanners/xml';
import type { PendingUpdate } from './aptSimulation';

/** `zypper --xmlout list-updates`: `<update kind="package" name= edition= edition-old=>` somewhere below `<stream>`. */
export function parseZypperUpdates(text: string): PendingUpdate[] {
  return updatesIn(text, 'package').map(({ attributes: { name, edition, 'edition-old': installed } }) => ({
    name: name!,
    ...(installed && { installed }),
    available: edition!,
  }));
}

/** `zypper --xmlout list-patches --category security`: the needed patches, in place of a version their number. */
export function parseZypperPatches(text: string): PendingUpdate[] {
  return updatesIn(text, 'patch')
    .filter(({ attributes }) => attributes['category'] === 'security')
    .map(({ attributes: { name, edition } }) => ({ name: `patch:${name!}`, available: edition!, security: true }));
}

function updatesIn(text: string, kind: string): XmlElement[] {
  const root = readXml(text.slice(Math.max(0, text.indexOf('<?xml'))).trim());
  if (root === undefined) throw new Error('zypper answered something that is no XML');
  return below(root).filter(
    ({ name, attributes }) =>
      name === 'update' && attributes['kind'] === kind && attributes['name'] && attributes['edition'],
  );
}

const below = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(below)];
