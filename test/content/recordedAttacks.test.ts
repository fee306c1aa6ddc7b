import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detections } from '../../content/detections.generated';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { runStateful } from '../../shared/core/detect/runStateful';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { eventsOf } from './eventsOf';

// Recorded attacks on AWS beside the project, when they are there: one file for each technique.
const folder = join(__dirname, '../../../shared/telemetry/aws/cloudtrail_stratus');
const { rules, correlations } = compileRuleSet(detections);
const detectors = createDetectors({ rules, indicators: [], stateful: correlations, guard: unguarded });

(existsSync(folder) ? describe : describe.skip)('a recorded attack on AWS raises an alert', () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

  it.each(files)('%s', (file) => {
    const events = eventsOf([readFileSync(join(folder, file), 'utf8')]);
    const observations = events.flatMap((event) => detectors.observationsOf(event));
    const found = [...detectors.observe(events), ...runStateful(correlations, observations, new Map()).findings];
    expect(found.map(({ rule }) => rule.alertType)).not.toEqual([]);
  });
});
