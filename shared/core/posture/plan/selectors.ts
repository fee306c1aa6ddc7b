import type { PolicyAssignmentProperties, ResourceSelector } from '../../../model/policy';
import type { Json } from '../../../model/json';
import { placeName } from '../policy/fields/location';
import type { PolicyDefinition } from '../policy/definition';
import { isObject } from '../policy/coerce';
import type { PreparedResource } from '../policy/resources/prepare';

interface Choice {
  in?: string[];
  notIn?: string[];
}

const chooses = ({ in: among, notIn }: Choice, value: string): boolean => {
  const holds = (list: string[]): boolean => list.some((one) => one.toLowerCase() === value);
  return among ? holds(among) : !holds(notIn ?? []);
};

/** True if one of the selectors of the assignment takes the resource, or there is none. All parts of a selector must agree. */
export function isSelected(selectors: readonly ResourceSelector[], resource: PreparedResource): boolean {
  if (selectors.length === 0) return true;
  return selectors.some((selector) =>
    selector.selectors.every((part) => {
      if (part.kind === 'resourceType') return chooses(part, resource.typeLc);
      const place = typeof resource.place === 'string' ? resource.place : '';
      if (part.kind === 'resourceWithoutLocation') return chooses(part, place === '' ? 'true' : 'false');
      return place !== '' && chooses(spelledAsPlaces(part), place);
    }),
  );
}

const spelledAsPlaces = (choice: Choice): Choice => ({
  ...(choice.in && { in: choice.in.map(placeName) }),
  ...(choice.notIn && { notIn: choice.notIn.map(placeName) }),
});

/** The effect that an assignment gives a member instead of its own. The first override that names it holds. */
export function overriddenEffect(
  { overrides = [] }: PolicyAssignmentProperties,
  referenceId: string,
): string | undefined {
  const reference = referenceId.toLowerCase();
  return overrides.find(({ selectors = [] }) => selectors.every((selector) => chooses(selector, reference)))?.value;
}

/** The definition with another effect. One without a usable rule stays, and says so when it is compiled. */
export function withEffect(definition: PolicyDefinition, effect: string): PolicyDefinition {
  if (definition.rule === undefined || !isObject(definition.rule)) return definition;
  const replaced = (value: Json, name: string, by: (old: Json) => Json): Json =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key.toLowerCase() === name ? by(one) : one]))
      : value;
  return { ...definition, rule: replaced(definition.rule, 'then', (then) => replaced(then, 'effect', () => effect)) };
}
