import type { Json } from '../../../../model/json';
import { isDoubt } from '../doubt';
import { dynamic, type Compiled } from '../expression/compiled';
import type { Evaluate } from '../frame';
import type { Scope } from '../scope';
import { compileField } from './compileField';
import type { FieldReader } from './fieldReader';
import { lateField } from './lateField';

/**
 * What the function `field()` answers, always of the resource of the `if`: an empty text where the field is missing, a
 * list where the alias names elements. Throws PolicyFault.
 */
export const compileFieldValue = (text: string, scope: Scope): Compiled => dynamic(valueOf(compileField(text, scope)));

/** The same for a name that is an expression of its own. */
export function compileLateFieldValue(name: Compiled, scope: Scope): Compiled {
  const find = lateField(scope, valueOf);
  return dynamic((frame) => {
    const text = name.evaluate(frame);
    if (isDoubt(text)) return text;
    const value = find(text);
    return isDoubt(value) ? value : value(frame);
  });
}

function valueOf(reader: FieldReader): Evaluate {
  return (frame) => {
    const { resource } = frame;
    if (!reader.isList && !reader.isMany(resource)) return reader.read(frame, resource) ?? '';
    const values = reader.collect(frame, resource, false);
    return values.find(isDoubt) ?? (values as Json[]);
  };
}
