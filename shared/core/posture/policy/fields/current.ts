import type { Json } from '../../../../model/json';
import { isDoubt, PolicyFault } from '../doubt';
import { constantValue, dynamic, type Compiled } from '../expression/compiled';
import type { Scope } from '../scope';
import { aliasReader } from './aliasReader';
import { boundTo } from './boundTo';
import { checkPath } from './segments';

/** The function `current()`: the element of a count around it, or what lies below that element. Throws PolicyFault. */
export function compileCurrent([name]: Compiled[], scope: Scope): Compiled {
  const { bindings } = scope;
  if (bindings.length === 0) throw new PolicyFault('unsupported-syntax', 'current() outside of a count');
  if (!name) {
    if (bindings.length > 1) throw new PolicyFault('unsupported-syntax', 'current() without a name in a nested count');
    return elementAt(0);
  }
  const text = constantValue(name);
  if (typeof text !== 'string') throw new PolicyFault('unsupported-syntax', 'current() of an expression that changes');
  const wanted = text.toLowerCase();
  const at = bindings.findLastIndex((binding) => binding.kind === 'value' && binding.name === wanted);
  if (at >= 0) return elementAt(at);
  const bound = boundTo(wanted, bindings);
  if (!bound) throw new PolicyFault('unsupported-syntax', `current('${text}') names no count around it`);
  checkPath(wanted);
  const reader = aliasReader(wanted, scope);
  return dynamic((frame) => {
    const target = frame.target;
    if (!bound.rest.includes('[*]') && !reader.isMany(target)) return reader.read(frame, target);
    const values = reader.collect(frame, target, false);
    return values.find(isDoubt) ?? (values as Json[]);
  });
}

const elementAt = (at: number): Compiled => dynamic((frame) => frame.elements[at] ?? null);
