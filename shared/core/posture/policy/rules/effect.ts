import type { Json } from '../../../../model/json';
import { isObject } from '../coerce';
import { looseMembers } from '../conditions/members';
import { type Doubt, isDoubt, PolicyFault } from '../doubt';
import { compileValue } from '../expression/compileExpression';
import type { Scope } from '../scope';

/** What kind of judgement a rule asks for. */
export type Family = 'resource' | 'existence' | 'manual' | 'request' | 'off';

const ofResource = new Set(['audit', 'deny', 'modify', 'append']);
const ofExistence = new Set(['auditifnotexists', 'deployifnotexists']);
const ofRequest = new Set(['denyaction', 'auditaction', 'mutate', 'addtonetworkgroup', 'enforcesetting']);

/** The effect as it is spelled, or why it is not known. Throws PolicyFault where it is none. */
export function readEffect(json: Json | undefined, scope: Scope): string | Doubt {
  if (json === undefined) throw new PolicyFault('unsupported-syntax', 'then without an effect');
  const result = compileValue(json, scope).constant?.result;
  if (isDoubt(result)) return result;
  if (typeof result !== 'string') throw new PolicyFault('unsupported-syntax', 'the effect is no text');
  return result;
}

/** By structure rather than by name: related types mean an existence check whatever the effect is called. */
export function familyOf(effect: string, details: Json | undefined): Family {
  const name = effect.toLowerCase();
  if (name === 'disabled') return 'off';
  if (name === 'manual') return 'manual';
  if (ofRequest.has(name)) return 'request';
  if (!ofResource.has(name) && !ofExistence.has(name)) throw new PolicyFault('unsupported-syntax', `effect ${effect}`);
  const parts = details !== undefined && isObject(details) ? looseMembers(details) : undefined;
  if (parts?.has('type')) return 'existence';
  if (parts?.has('operations') || Array.isArray(details)) return 'resource';
  if (ofExistence.has(name)) throw new PolicyFault('unsupported-syntax', `effect ${effect} without a related type`);
  return 'resource';
}
