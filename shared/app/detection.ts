import { detections } from '../../content/detections.generated';
import { indicatorLists } from '../../content/indicators.generated';
import { sources } from '../../content/sources.generated';
import { once } from '../adapters/once';
import type { DetectionEntry } from '../core/detect/catalogue/detectionEntry';
import { detectionEntries } from '../core/detect/catalogue/detectionEntries';
import { exampleEvents } from '../core/detect/catalogue/exampleEvents';
import { createDetectors } from '../core/detect/createDetectors';
import type { IndicatorLookup } from '../core/detect/intel/indicatorDetector';
import { createIndicatorIndex } from '../core/detect/intel/indicatorIndex';
import { parseIndicatorCsv } from '../core/detect/intel/parseIndicators';
import { createRuleGuard, type RuleGuard } from '../core/detect/ruleGuard';
import type { Placeholders } from '../core/detect/sigma/placeholders';
import { compileRuleSet } from '../core/detect/sigma/ruleSet';
import { stateful } from '../core/detect/stateful.generated';
import { idOf } from '../core/detect/userRules/compileUserRules';
import { statefulWithout, withoutDisabled } from '../core/detect/withoutDisabled';
import { sortSources } from '../core/ingest/normalise';
import { createLiveIntel, type LiveIntel } from '../flows/intel/liveIntel';
import { withIntelHealth } from '../flows/intel/withIntelHealth';
import type { Ports } from '../flows/ports';
import { createLiveDetectors, type LiveDetectors, type UsedDetectors } from '../flows/rules/liveDetectors';
import { createRuleDirectory, type RuleDirectory, type UserRules } from '../flows/rules/ruleDirectory';

export const sortedSources = once(() => sortSources(sources));

interface DetectionOptions {
  placeholders: Placeholders;
  sleep: (milliseconds: number) => Promise<void>;
}

/** All that detects, each part made on first use: what is shipped, what users write and what feeds bring. */
export interface Detection {
  live: () => LiveDetectors;
  userRules: () => RuleDirectory;
  catalogue: () => DetectionEntry[];
  /** Takes in what changed since; does not fail. */
  refresh: () => Promise<void>;
}

export function composeDetection(ports: Ports, { placeholders, sleep }: DetectionOptions): Detection {
  const shipped = once(() => shippedRules(placeholders));
  const intel = once(() => liveIntel(ports));
  const userRules = once(() => createRuleDirectory(ports, { placeholders, shippedIds }));
  const live = once(() => {
    const guard = createRuleGuard({ now: () => performance.now() });
    const build = (rules?: UserRules) => detectorsOf({ live: intel(), shipped: shipped(), guard }, rules);
    for (const { message } of shipped().rejected) ports.log.warn('A detection rule is not used', { reason: message });
    return createLiveDetectors(ports, userRules(), { build, sleep });
  });
  return {
    live,
    userRules,
    catalogue: once(() => catalogueOf(shipped())),
    refresh: async () => void (await Promise.all([intel().refresh(), live().refresh()])),
  };
}

/** Sigma's correlations remember as the other stateful detectors do. */
function shippedRules(placeholders: Placeholders) {
  const { rules, correlations, rejected } = compileRuleSet(detections, { placeholders });
  return { rules, rejected, stateful: [...stateful, ...correlations] };
}

/** Of rules that users write, none may have the id of these. */
const shippedIds = once(() => new Set(detections.map(({ rule }) => idOf(rule))));

interface DetectionParts {
  live: LiveIntel;
  shipped: ReturnType<typeof shippedRules>;
  guard: RuleGuard;
}

/** What is shipped beside what users wrote, without what they switched off. */
function detectorsOf({ live, shipped, guard }: DetectionParts, user: UserRules | undefined): UsedDetectors {
  const disabled = user?.disabled ?? new Set();
  const rules = [...shipped.rules, ...(user?.rules ?? [])].filter(({ rule }) => !disabled.has(rule.id));
  const remembering = statefulWithout([...shipped.stateful, ...(user?.correlations ?? [])], disabled);
  const indicators: IndicatorLookup = (entity, time) => live.find(entity, time);
  const detectors = createDetectors({ rules, indicators, stateful: remembering, guard });
  return { detectors: withoutDisabled(withIntelHealth(detectors, live), disabled), stateful: remembering };
}

/** What the API tells of the shipped detections. */
function catalogueOf({ rules, stateful }: ReturnType<typeof shippedRules>): DetectionEntry[] {
  const indicators = indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators);
  return detectionEntries({ documents: detections, rules, stateful, indicators }, exampleEvents(sortedSources()));
}

/** The lists that are shipped beside those of the feeds; what feeds allow holds for both. */
function liveIntel(ports: Ports): LiveIntel {
  const lists = indicatorLists.map(({ file, text }) => parseIndicatorCsv(file, text));
  for (const fault of lists.flatMap((list) => list.rejected)) ports.log.warn('An indicator is not used', fault);
  const indicators = lists.flatMap((list) => list.indicators);
  return createLiveIntel(ports, (exceptions) => createIndicatorIndex(indicators, exceptions));
}
