/**
 * A member whose name is written in camel case (AWS Config, Google) or Pascal case (the AWS API and scanners that repeat it): at the
 * end of a path of names, whatever the case of each; undefined where anything on the way is missing.
 */
export const anyCaseAt = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined;
    const key = Object.keys(inner).find((own) => own.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : Reflect.get(inner, key);
  }, value);

export function anyCaseList(value: unknown, ...path: string[]): unknown[] | undefined {
  const found = anyCaseAt(value, ...path);
  return Array.isArray(found) ? found : undefined;
}

/** AWS Config writes some booleans as texts. */
export function anyCaseFlag(value: unknown, ...path: string[]): boolean | undefined {
  const found = anyCaseAt(value, ...path);
  if (typeof found === 'boolean') return found;
  return found === 'true' ? true : found === 'false' ? false : undefined;
}
