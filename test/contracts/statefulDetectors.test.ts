import { detections } from '../../content/detections.generated';
import { sources } from '../../content/sources.generated';
import { exampleEvents } from '../../shared/core/detect/catalogue/exampleEvents';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { stateful } from '../../shared/core/detect/stateful.generated';
import { sortSources } from '../../shared/core/ingest/normalise';

const detectors = [...stateful, ...compileRuleSet(detections).correlations];
const eventsOf = exampleEvents(sortSources(sources));
const bodies = [
  ...detectors.flatMap(({ cases }) => cases.flatMap((one) => one.bodies)),
  ...sources.flatMap(({ samples }) => samples.map(({ body }) => body)),
];
const events = eventsOf(bodies);

test.each(detectors.map((detector) => [detector.id, detector] as const))(
  '%s says nothing of events that it says do not concern it',
  (_id, detector) => {
    const foreign = events.filter((event) => !(detector.concerns?.(event) ?? true));
    expect(foreign.filter((event) => detector.keyOf(event).length > 0)).toEqual([]);
  },
);

test('every detector is concerned with some event of its cases', () => {
  const idle = detectors.filter((detector) => {
    const own = eventsOf(detector.cases.flatMap(({ bodies: told }) => told));
    return !own.some((event) => detector.concerns?.(event) ?? true);
  });
  expect(idle.map(({ id }) => id)).toEqual([]);
});
