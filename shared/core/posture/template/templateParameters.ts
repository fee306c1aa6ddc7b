import type { Json, JsonObject } from '../../../model/json';
import { isDoubt } from '../policy/doubt';
import type { Result } from '../policy/frame';
import { memberOf, objectOf, textOf } from './member';
import { textLater, valueLater } from './partlyKnown';

/** Values by name in lower case. */
export type GivenParameters = ReadonlyMap<string, Result>;

const maxReferences = 16;

/** A parameter with the type that it refers to: `{"$ref": "#/definitions/name"}`. */
function typed(declared: JsonObject, template: JsonObject): JsonObject {
  let found = declared;
  for (let step = 0; step < maxReferences; step += 1) {
    const target = /^#\/definitions\/(.+)$/.exec(textOf(memberOf(found, '$ref')))?.[1];
    const definition =
      target === undefined ? undefined : objectOf(objectOf(memberOf(template, 'definitions'))?.[target]);
    if (!definition) return found;
    found = { ...definition, ...without(found, '$ref') };
  }
  return found;
}

const without = (object: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([one]) => one !== key));

/** What nobody gave a value. Texts may still be parts of names. */
const later = (type: string, label: string): Result => (type.endsWith('string') ? textLater(label) : valueLater(label));

/**
 * The value of a parameter: as given, its default, null if it may be absent, else unknown. A secure value is not looked at,
 * so that it cannot come out again; only that it is empty is known. `onMissing` hears of a parameter without any value.
 */
export function parameterValue(
  name: string,
  declared: JsonObject,
  template: JsonObject,
  given: Result | undefined,
  evaluateDefault: (json: Json) => Result,
  onMissing: () => void,
): Result {
  const parameter = typed(declared, template);
  const type = textOf(memberOf(parameter, 'type')).toLowerCase();
  const fallback = memberOf(parameter, 'defaultValue');
  if (given === undefined && fallback === undefined) {
    if (memberOf(parameter, 'nullable') === true) return null;
    onMissing();
    return later(type, `parameter ${name}`);
  }
  const value = given ?? (given === null ? null : evaluateDefault(fallback!));
  if (!type.startsWith('secure') || isDoubt(value) || value === '' || value === null) return value;
  return later(type, `secure parameter ${name}`);
}

/** Parameters of a deployment: `{name: {value}}`, or a reference to a secret, which stays one. */
export function givenParameters(json: Json | undefined, evaluate: (json: Json) => Result): Map<string, Result> {
  const given = new Map<string, Result>();
  for (const [name, entry] of Object.entries(objectOf(json) ?? {})) {
    const parameter = objectOf(entry);
    const value = parameter && memberOf(parameter, 'value');
    if (value !== undefined) given.set(name.toLowerCase(), evaluate(value));
    else if (parameter && memberOf(parameter, 'reference') !== undefined)
      given.set(name.toLowerCase(), textLater(`secret for parameter ${name}`));
  }
  return given;
}
