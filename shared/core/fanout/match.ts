import type { Automation, AutomationRule } from '../../model/automation';
import { isWithin } from '../../model/resourceId';
import type { ExportEvent } from './exportEvent';

/** True when the automation is on, the event's resource lies in its scope and one of its sources wants the event. */
export function matches(automation: Automation, event: ExportEvent): boolean {
  if (!automation.isEnabled) return false;
  if (!automation.scopes.some(({ scopePath }) => isWithin(event.resourceId, scopePath))) return false;
  return automation.sources.some(({ eventSource, ruleSets }) => {
    if (eventSource !== event.source) return false;
    return ruleSets.length === 0 || ruleSets.some(({ rules }) => rules.every((rule) => holds(rule, event.payload)));
  });
}

/** A path that leads nowhere satisfies NotEquals alone. Text compares without case. */
function holds(rule: AutomationRule, payload: unknown): boolean {
  const actual = valueAt(payload, rule.propertyJPath);
  if (actual === undefined || actual === null) return rule.operator === 'NotEquals';
  if (rule.propertyType === 'Integer' || rule.propertyType === 'Number') {
    return compare(rule.operator, Number(actual), Number(rule.expectedValue));
  }
  return compare(rule.operator, textOf(actual), rule.expectedValue.toLowerCase());
}

function compare<T extends string | number>(operator: AutomationRule['operator'], actual: T, expected: T): boolean {
  switch (operator) {
    case 'Equals':
      return actual === expected;
    case 'NotEquals':
      return actual !== expected;
    case 'GreaterThan':
      return actual > expected;
    case 'GreaterThanOrEqualTo':
      return actual >= expected;
    case 'LesserThan':
      return actual < expected;
    case 'LesserThanOrEqualTo':
      return actual <= expected;
    case 'Contains':
      return String(actual).includes(String(expected));
    case 'StartsWith':
      return String(actual).startsWith(String(expected));
    case 'EndsWith':
      return String(actual).endsWith(String(expected));
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase();

/** Dotted names from the root, `$.` accepted, property names without case, list places as numbers or `[n]`. */
export function valueAt(root: unknown, path: string): unknown {
  const names = path
    .replace(/^\$\.?/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  return names.reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const wanted = name.toLowerCase();
    const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === wanted);
    return key === undefined ? undefined : (value as Record<string, unknown>)[key];
  }, root);
}
