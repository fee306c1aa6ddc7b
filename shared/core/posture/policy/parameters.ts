import type { Json } from '../../../model/json';
import type { Doubt } from './doubt';
import { lowerValue } from './lowerKeys';
import type { PolicyDefinition } from './definition';

/** Values by name in lower case. A doubt stands for one that cannot be known. */
export type ParameterValues = ReadonlyMap<string, Json | Doubt>;

/** What `parameters()` answers: the value given, else the default; those with neither are left out. */
export function effectiveParameters(declared: PolicyDefinition['parameters'], given: ParameterValues): ParameterValues {
  const values = new Map<string, Json | Doubt>();
  for (const [name, { defaultValue }] of declared) {
    if (defaultValue !== undefined) values.set(name, lowerValue(defaultValue));
  }
  for (const [name, value] of given) values.set(name, value);
  return values;
}
