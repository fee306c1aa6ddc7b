import { detections } from '../../content/detections.generated';
import { indicatorLists } from '../../content/indicators.generated';
import { sources } from '../../content/sources.generated';
import { cataloguePage } from '../../shared/core/detect/catalogue/cataloguePage';
import { detectionEntries } from '../../shared/core/detect/catalogue/detectionEntries';
import type { DetectionEntry } from '../../shared/core/detect/catalogue/detectionEntry';
import { exampleEvents } from '../../shared/core/detect/catalogue/exampleEvents';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { stateful } from '../../shared/core/detect/stateful.generated';
import { sortSources } from '../../shared/core/ingest/normalise';
import type { Command } from '../command';

/** All that is shipped, in the order of alert types. */
export function shippedEntries(): DetectionEntry[] {
  const { rules, correlations } = compileRuleSet(detections);
  const indicators = indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators);
  const shipped = { documents: detections, rules, stateful: [...stateful, ...correlations], indicators };
  return detectionEntries(shipped, exampleEvents(sortSources(sources)));
}

/** Prints docs/alert-catalogue.md. */
export const command: Command = {
  name: 'catalogue',
  summary: 'all types of alerts as a page of Markdown',
  run: async () => void process.stdout.write(cataloguePage(shippedEntries())),
};
