import type { Rule } from '../../core/detect/detector';

/** Stands for the rules of users where something is wrong with all of them. */
export const userRulesRule: Rule = {
  id: '6d0d3a44-5f6b-4c0e-9a39-0f5b8f4be7c1',
  alertType: 'Skywarden_UserRules',
  displayName: 'Rules of users',
  description: '',
  severity: 'Low',
  intent: 'Unknown',
  techniques: [],
  productComponentName: '',
  remediationSteps: [],
  windowSeconds: 3600,
};
