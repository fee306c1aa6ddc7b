import type { TelemetryEvent } from '../../../../shared/model/telemetryEvent';
import type { CompiledRule } from '../../../../shared/core/detect/sigma/compileRule';
import { createEventViews } from '../../../../shared/core/detect/sigma/eventViews';

/** Every rule is asked about every event of its log source, with nothing looked for before: what the detector must equal. */
export function plainMatches(rules: CompiledRule[], event: TelemetryEvent): string[] {
  const viewsFor = createEventViews(event);
  return rules.filter((rule) => viewsFor(rule).some((view) => rule.matches(view))).map(({ rule }) => rule.id);
}
