import type { Rule } from '../detector';

/** What rules of unusual behaviour have in common: at most one alert for an entity and day. */
export const anomalyRule = (rule: Omit<Rule, 'windowSeconds' | 'severity'> & { severity: 'Low' | 'Medium' }): Rule => ({
  ...rule,
  windowSeconds: 86_400,
});
