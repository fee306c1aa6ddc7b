import { administratorAct, administratorSources } from '../anomaly/administrator';
import { administratorCases } from '../anomaly/administratorCases';
import { anomalyRule } from '../anomaly/anomalyRule';
import { firstSeenDetector } from '../anomaly/firstSeenDetector';

const rule = anomalyRule({
  id: 'ac824dde-9cef-48b2-9535-ccf2400eeb51',
  alertType: 'Skywarden_AdministratorNewCountry',
  displayName: 'An administrator signed in from a country for the first time',
  description:
    'Somebody who manages resources signed in from a country from which they never did. They may be travelling, or somebody else uses their account.',
  severity: 'Medium',
  intent: 'InitialAccess',
  techniques: ['T1078.004'],
  productComponentName: 'Arm',
  remediationSteps: [
    'Ask the administrator, by another way than the account itself, whether the sign-in was theirs.',
    'If not, revoke the sessions, change the credentials, and undo what was changed since.',
    'Require a known device and a second factor that cannot be phished for managing resources.',
  ],
});

/** Countries from which each administrator signs in. */
export const detector = firstSeenDetector({
  id: 'administratorCountry',
  rule,
  what: 'Country',
  sources: administratorSources,
  see(event) {
    const act = administratorAct(event);
    if (!act?.country) return undefined;
    const { key, name, account, address, country } = act;
    const entities = [account, ...(address === '' ? [] : [{ type: 'ip' as const, address }])];
    return { entityKey: key, name, entities, value: country, names: [country.toLowerCase()] };
  },
  limits: { learningDays: 14, capacity: 64, mostNewDays: 1 / 20 },
  cases: administratorCases(rule.alertType, { country: 'NZ' }),
});
