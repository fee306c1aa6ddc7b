import type { Automation } from '../model/automation';

/**
 * `Contains healthy` compares without case and so matches `Unhealthy` too, as Microsoft's own templates do. The behaviour
 * is kept, and told.
 */
export function automationWarnings(sources: Automation['sources']): string[] {
  const rules = sources.flatMap(({ ruleSets }) => ruleSets.flatMap((set) => set.rules));
  const misleading = rules.some(
    ({ propertyJPath, operator, expectedValue }) =>
      /status\.code$/i.test(propertyJPath) && operator === 'Contains' && expectedValue.toLowerCase() === 'healthy',
  );
  return misleading
    ? [
        "Warning: a rule with 'Contains healthy' on status.code also matches Unhealthy; use Equals to mean Healthy alone",
      ]
    : [];
}
