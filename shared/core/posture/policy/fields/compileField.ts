import { isObject } from '../coerce';
import { isDoubt, PolicyFault } from '../doubt';
import { fold } from '../fold';
import type { PreparedResource } from '../resources/prepare';
import type { Scope } from '../scope';
import { aliasReader } from './aliasReader';
import { single, type FieldReader } from './fieldReader';
import { checkPath, segmentsOf } from './segments';
import { walkLiteral } from './walk';

/** Fields that are no aliases, in lower case. What has no location is `global`. */
const plainFields: ReadonlyMap<string, FieldReader> = new Map([
  ['name', single(({ name, nameDoubt }) => nameDoubt ?? (name || null))],
  ['fullname', single(({ fullName, idDoubt }) => idDoubt ?? (fullName || null))],
  ['type', single(({ type }) => type || null)],
  ['id', single(({ id, idDoubt }) => idDoubt ?? (id || null))],
  ['kind', single(({ body }) => body['kind'] ?? null)],
  ['tags', single(({ body }) => body['tags'] ?? null)],
  ['location', single(({ place }) => place ?? 'global', true)],
]);

const tagForms = /^tags(?:\.(?<dotted>[^]*)|\['(?<quoted>(?:[^']|'')*)'\]|\[(?<bare>[^\]]*)\])$/iu;

/** Reads a field of the language: an alias, or one of those that every resource has. Throws PolicyFault for any other. */
export function compileField(text: string, scope: Scope): FieldReader {
  const name = text.toLowerCase();
  if (name !== 'type') scope.uses.read += 1;
  const plain = plainFields.get(name);
  if (plain) return plain;
  const tag = tagForms.exec(text)?.groups;
  if (tag) return tagReader(tag['dotted'] ?? tag['quoted']?.replaceAll("''", "'") ?? tag['bare'] ?? '');
  if (name.startsWith('identity.')) {
    const path = segmentsOf(name);
    return single(({ body }) => walkLiteral(path, 0, body));
  }
  if (!name.includes('/')) throw new PolicyFault('unsupported-field', text);
  // Brackets other than [*] are a fault of the rule, whatever the type of the resource.
  checkPath(name);
  return aliasReader(name, scope);
}

function tagReader(tag: string): FieldReader {
  const key = fold(tag);
  return single(({ body }: PreparedResource) => {
    const tags = body['tags'] ?? null;
    if (isDoubt(tags)) return tags;
    return isObject(tags) && key !== '' ? (tags[key] ?? null) : null;
  });
}
