import { administratorAct, administratorSources } from '../anomaly/administrator';
import { administratorCases } from '../anomaly/administratorCases';
import { anomalyRule } from '../anomaly/anomalyRule';
import { firstSeenDetector } from '../anomaly/firstSeenDetector';
import { networksOf } from '../anomaly/network';

const rule = anomalyRule({
  id: '972cad26-88fe-421f-9a8f-698ef4c11a7c',
  alertType: 'Skywarden_AdministratorNewNetwork',
  displayName: 'An administrator acted from a network for the first time',
  description:
    'Somebody who manages resources signed in, or changed something, from a network from which they never did, although they usually work from the same ones.',
  severity: 'Low',
  intent: 'InitialAccess',
  techniques: ['T1078.004'],
  productComponentName: 'Arm',
  remediationSteps: [
    'See who owns the network: a provider of servers or of anonymity is less likely than one of homes and phones.',
    'Ask the administrator, by another way than the account itself, whether it was them.',
    'If not, revoke the sessions and keys, and undo what was changed since.',
  ],
});

/** Networks from which each administrator works: the operator's number when the record tells it, and the range around the address. */
export const detector = firstSeenDetector({
  id: 'administratorNetwork',
  rule,
  what: 'Network',
  sources: administratorSources,
  see(event) {
    const act = administratorAct(event);
    const names = act ? networksOf(act.address, act.asn) : [];
    if (!act || act.address === '' || names.length === 0) return undefined;
    const { key, name, account, address } = act;
    const entities = [account, { type: 'ip' as const, address }];
    return { entityKey: key, name, entities, value: `${names[0]} (${address})`, names };
  },
  limits: { learningDays: 14, capacity: 128, mostNewDays: 1 / 20 },
  cases: administratorCases(rule.alertType, { address: '203.0.113.90' }),
});
