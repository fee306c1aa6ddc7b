import { type PlanName, type PlanStates, planNamed, plans } from '../../model/plan';

/**
 * Whether detections of a plan raise alerts. A plan that nobody set is on: who deploys Skywarden wants its alerts. What is of no
 * plan is always on; of a deprecated one it counts what has replaced it, unless it was set itself.
 */
export function isPlanOn(states: PlanStates, productComponentName: string): boolean {
  const name = planNamed(productComponentName);
  if (name === undefined) return true;
  const deciding = [name, ...replacementsOf(name)].find((one) => states[one] !== undefined);
  return deciding === undefined || states[deciding]!.pricingTier === 'Standard';
}

export function replacementsOf(name: PlanName): readonly PlanName[] {
  const plan = plans[name];
  return 'replacedBy' in plan ? plan.replacedBy : [];
}

const trialMs = 30 * 24 * 3600 * 1000;

/** What is left of the trial of 30 days (ISO 8601 duration); `PT0S` when it is over or never began. */
export function trialLeft(trialFrom: string | undefined, now: Date): string {
  const left = trialFrom === undefined ? 0 : Date.parse(trialFrom) + trialMs - now.getTime();
  const seconds = Math.floor(left / 1000);
  if (seconds <= 0) return 'PT0S';
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(Math.floor);
  const time = [part(hours!, 'H'), part(minutes!, 'M'), part(seconds % 60, 'S')].join('');
  return `P${part(days!, 'D')}${time && `T${time}`}`;
}

const part = (count: number, unit: string): string => (count > 0 ? `${count}${unit}` : '');
