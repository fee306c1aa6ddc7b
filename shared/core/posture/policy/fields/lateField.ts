import type { Json } from '../../../../model/json';
import { Doubt, PolicyFault } from '../doubt';
import type { Scope } from '../scope';
import { compileField } from './compileField';
import type { FieldReader } from './fieldReader';

/** Names that expressions give are remembered up to this number. */
const maxNames = 1_000;

/** Makes something of fields whose names expressions give while rules run, once per name. */
export function lateField<Made>(scope: Scope, make: (reader: FieldReader) => Made): (name: Json) => Made | Doubt {
  scope.uses.read += 1;
  const known = new Map<string, Made | Doubt>();
  return (name) => {
    if (typeof name !== 'string') return new Doubt('expression-error', 'the name of a field is no text');
    const found = known.get(name) ?? attempt(name);
    if (known.size >= maxNames) known.clear();
    known.set(name, found);
    return found;
  };

  function attempt(name: string): Made | Doubt {
    try {
      return make(compileField(name, scope));
    } catch (error) {
      if (error instanceof PolicyFault) return new Doubt(error.reason, error.token);
      throw error;
    }
  }
}
