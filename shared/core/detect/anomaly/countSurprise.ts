import { type CountBaseline, emptyBaseline, expectedDay, expectedHour } from './countBaseline';
import { learnHour } from './learnHour';
import { ratioOf, surpriseOf, type Surprise } from './surprise';

/** A week of history comes first; then one hour in a million is expected to stand out by chance. */
const learningHours = 7 * 24;
const threshold = 1e-6;
/** An entity that had this many bursts in two months is reported when it goes so many times beyond them. */
const [fewestBursts, beyondBursts] = [2.5, 3];
const quietHours = 24;
/** Longer silence tells nothing more: the baseline of an entity that was gone for two months starts anew. */
const longestGap = 60 * 24;

/**
 * Counts `amount` in `hour` (hours since 1970) and judges the hour and the day that end there. At most one surprise in 24 hours. An
 * hour up to 23 before the newest is counted where it belongs; older ones change nothing.
 */
export function countInto(
  before: CountBaseline | undefined,
  hour: number,
  amount: number,
): { baseline: CountBaseline; surprise?: Surprise } {
  let baseline = before === undefined || hour - before.hour > longestGap ? emptyBaseline(hour) : before;
  while (baseline.hour < hour) baseline = learnHour(baseline);
  baseline = added(baseline, hour, amount);
  const surprise = judge(baseline);
  return surprise === undefined ? { baseline } : { baseline: { ...baseline, alertedAt: baseline.hour }, surprise };
}

function added(baseline: CountBaseline, hour: number, amount: number): CountBaseline {
  if (hour === baseline.hour) return { ...baseline, count: baseline.count + amount };
  const at = baseline.past.length - (baseline.hour - hour);
  const late = baseline.past[at];
  if (late === undefined) return baseline;
  return { ...baseline, past: baseline.past.with(at, [late[0] + amount, late[1], late[2]]) };
}

function judge(baseline: CountBaseline): Surprise | undefined {
  if (baseline.learned < learningHours || baseline.hour - baseline.alertedAt < quietHours) return undefined;
  const hour = expectedHour(baseline);
  const day = expectedDay(baseline, hour);
  return (
    beyond(baseline.hourBursts, surpriseOf('hour', baseline.count, hour, threshold)) ??
    beyond(baseline.dayBursts, surpriseOf('day', day.count, day, threshold))
  );
}

function beyond([bursts, ratios]: CountBaseline['hourBursts'], surprise: Surprise | undefined): Surprise | undefined {
  if (surprise === undefined || bursts < fewestBursts) return surprise;
  return ratioOf(surprise) > beyondBursts * (ratios / bursts) ? surprise : undefined;
}
