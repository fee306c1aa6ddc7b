import type { Rule, StatefulDetector } from './detector';

/** Stands for a stateful detector where the guard asks whose work it is: such a detector raises alerts of several rules. */
export function statefulRule({ id }: StatefulDetector): Rule {
  return {
    id,
    alertType: id,
    displayName: id,
    description: '',
    severity: 'Low',
    intent: 'Unknown',
    techniques: [],
    productComponentName: '',
    remediationSteps: [],
    windowSeconds: 3600,
  };
}
