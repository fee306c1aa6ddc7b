import type { Json } from '../../../../model/json';
import { compileCondition } from '../conditions/compileCondition';
import { parseCondition } from '../conditions/parseCondition';
import { scalarText } from '../coerce';
import { Doubt, isDoubt, PolicyFault, expressionError } from '../doubt';
import { constantValue, type Compiled } from '../expression/compiled';
import { compileText } from '../expression/compileExpression';
import { uniqueMark } from '../expression/uniqueMark';
import type { Frame } from '../frame';
import { languageType } from '../resources/prepare';
import type { Scope } from '../scope';
import type { Test, Truth } from '../truth';
import { candidates, type RelatedPlace } from './candidates';
import { remembered, type Search, searchFor } from './search';
import { relatedName } from './relatedName';

const maxConditions = 128;
const guestConfiguration = 'microsoft.guestconfiguration/guestconfigurationassignments';

export interface Existence {
  /** Related type in lower case, where no expression names it. */
  relatedType: string | undefined;
  /** True if a related resource satisfies the existence condition. */
  satisfied: Test;
}

/** Compiles `details` of a rule that looks for a related resource. Throws PolicyFault. */
export function compileExistence(details: ReadonlyMap<string, Json>, scope: Scope): Existence {
  const type = textPart(details, 'type', scope);
  if (!type) throw new PolicyFault('unsupported-syntax', 'details without a type');
  const name = textPart(details, 'name', { ...scope, inName: true });
  const group = textPart(details, 'resourcegroupname', scope);
  const where = textPart(details, 'existencescope', scope);
  const json = details.get('existencecondition');
  const asked = scope.uses.asked;
  const condition =
    json === undefined
      ? undefined
      : compileCondition(parseCondition(json, { conditions: maxConditions }), { ...scope, related: true });
  const relatedType = constantValue(type);

  const parts = { type, name, group, where };
  const fixed = Object.values(parts).every((part) => !part || part.constant) ? placeOf(parts, undefined) : undefined;
  const search = searchFor(condition);
  const find = fixed && scope.uses.asked === asked ? remembered(search) : search;
  return {
    relatedType: typeof relatedType === 'string' ? languageType(relatedType).toLowerCase() : undefined,
    satisfied: (frame) => {
      const place = fixed ?? placeOf(parts, frame);
      return isDoubt(place) ? place : tryCandidates(place, find, frame);
    },
  };
}

function textPart(details: ReadonlyMap<string, Json>, key: string, scope: Scope): Compiled | undefined {
  const text = details.get(key);
  if (text === undefined || text === null) return undefined;
  if (typeof text !== 'string') throw new PolicyFault('unsupported-syntax', `details.${key} is no text`);
  return compileText(text, scope);
}

type Parts = Record<'type' | 'name' | 'group' | 'where', Compiled | undefined>;

/** Without a frame the parts are constants. */
function placeOf(parts: Parts, frame: Frame | undefined): RelatedPlace | Doubt {
  const [type, name, group, where] = [parts.type, parts.name, parts.group, parts.where].map((part) =>
    textOf(part, frame),
  );
  const doubt = [type, name, group, where].find(isDoubt);
  if (doubt) return doubt;
  const text = name as string | undefined;
  const named = text === undefined ? () => true : relatedName(text);
  if (isDoubt(named)) return named;
  return {
    type: languageType(type as string).toLowerCase(),
    name: text,
    named,
    group: (group as string | undefined)?.toLowerCase(),
    inSubscription: (where as string | undefined)?.toLowerCase() === 'subscription',
  };
}

function textOf(part: Compiled | undefined, frame: Frame | undefined): string | Doubt | undefined {
  const result = frame ? part?.evaluate(frame) : part?.constant?.result;
  if (result === undefined || isDoubt(result)) return result;
  return scalarText(result) ?? expressionError('a name of a related resource is no text');
}

function tryCandidates(place: RelatedPlace, search: Search, frame: Frame): Truth {
  const { resource, world } = frame;
  const { truth, count } = search(candidates(place, resource, world), place, frame);
  if (truth !== false) return truth;
  if (!world.collected(place.type, resource)) return new Doubt('related-not-collected', place.type);
  // Azure Policy makes these records itself: without one it does not look, which says nothing about the machine.
  return count === 0 && place.type === guestConfiguration
    ? new Doubt('guest-configuration-not-assigned', place.name?.replaceAll(uniqueMark, ''))
    : false;
}
