import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { SourceMapping } from '../../../model/sourceMapping';
import { accountOf, addressOf, distinct, domainOf, hostOf, urlOf } from '../cloud/entityOf';
import { asText } from '../field';
import { type Path, pathOf, valuesAt } from './valuesAt';

/** Paths of a setting, in the order in which they are looked at. */
export const pathsOf = (setting: string | string[] | undefined): Path[] =>
  setting === undefined ? [] : [setting].flat().map(pathOf);

const textsAt = (record: JsonObject, paths: readonly Path[]): string[] =>
  paths
    .flatMap((path) => valuesAt(record, path))
    .map(asText)
    .filter((text) => text !== '');

/** The first text that stands at one of the paths. */
export const textAt = (record: JsonObject, paths: readonly Path[]): string | undefined => textsAt(record, paths)[0];

/** What a mapping finds the event to be about: one host, and every account, address, URL and domain that is there. */
export function mappedEntities(mapping: SourceMapping): (record: JsonObject) => Entity[] {
  const host = pathsOf(mapping.host);
  const account = pathsOf(mapping.account);
  const address = pathsOf(mapping.address);
  const url = pathsOf(mapping.url);
  const domain = pathsOf(mapping.domain);
  return (record) =>
    distinct([
      ...hostOf(textAt(record, host) ?? ''),
      ...textsAt(record, account).flatMap((name) => accountOf(name)),
      ...textsAt(record, address).flatMap(addressOf),
      ...textsAt(record, url).flatMap(urlOf),
      ...textsAt(record, domain).flatMap(domainOf),
    ]);
}
