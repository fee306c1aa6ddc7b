import type { NetworkChange } from '../../../model/networkChange';
import { severities } from '../../../model/alert';
import type { Entity } from '../../../model/entity';
import type { Finding, Rule } from '../../detect/detector';
import type { NetworkKind } from './networkType';

const shared = {
  productComponentName: 'Arm',
  intent: 'DefenseEvasion',
  windowSeconds: 3600,
} as const;

const ask = 'Ask the caller named in the alert, or the owner of the resource, whether the change was meant.';

const filterRule: Rule = {
  ...shared,
  id: '5f0c8d2e-2b7d-4c58-8a31-6e0f4a9b7c11',
  alertType: 'Skywarden_NetworkFilterWeakened',
  displayName: 'A network security group lets more through than before',
  description:
    'A network security group was changed so that it allows traffic which it did not allow before. Attackers open such filters to reach ' +
    'machines behind them or to get data out.',
  severity: 'Medium',
  techniques: ['T1562.007'],
  remediationSteps: [
    ask,
    'If it was not, put the rules back: the change in the alert names each member with its value before.',
    'Look at what reached the machines behind the group since then (flow logs, sign-ins).',
  ],
};

const firewallRule: Rule = {
  ...filterRule,
  id: '5f0c8d2e-2b7d-4c58-8a31-6e0f4a9b7c12',
  alertType: 'Skywarden_FirewallWeakened',
  displayName: 'A firewall lets more through than before',
  description:
    'A firewall or its policy was changed so that it allows traffic which it did not allow before, or looks less closely at it.',
  remediationSteps: [
    ask,
    'If it was not, put the rules or the mode back: the change in the alert names each member with its value before.',
    'Look at what passed the firewall since then.',
  ],
};

const rules: Readonly<Record<NetworkKind, Rule>> = {
  securityGroup: filterRule,
  routeTable: {
    ...filterRule,
    id: '5f0c8d2e-2b7d-4c58-8a31-6e0f4a9b7c13',
    alertType: 'Skywarden_RouteBypassesInspection',
    displayName: 'A route leads traffic around its inspection',
    description:
      'A route table was changed so that traffic no longer passes the appliance or gateway that it passed before.',
    remediationSteps: [
      ask,
      'If it was not, put the route back and attach the table to its subnets again.',
      'Look at what the subnets exchanged with the Internet since then.',
    ],
  },
  firewall: firewallRule,
  firewallPolicy: firewallRule,
  ruleGroup: firewallRule,
  publicAddress: {
    ...filterRule,
    id: '5f0c8d2e-2b7d-4c58-8a31-6e0f4a9b7c14',
    alertType: 'Skywarden_PublicAddressExposed',
    displayName: 'A resource can be reached under a public address',
    description: 'A public address was created, attached to a resource, or lost its protection.',
    techniques: ['T1578.005'],
    remediationSteps: [
      ask,
      'If it was not, detach the address and delete it.',
      'See that a network security group or firewall guards what has the address.',
    ],
  },
};

/** The finding of a change that weakens something; `identity` is equal when the same change is judged again. */
export function networkFinding(kind: NetworkKind, change: NetworkChange, identity: string): Finding | undefined {
  if (change.weakenings.length === 0) return undefined;
  const { resourceId, at, caller, weakenings } = change;
  const severity = severities[Math.max(...weakenings.map((one) => severities.indexOf(one.severity)))]!;
  const name = resourceId.split('/').at(-1) ?? '';
  return {
    rule: { ...rules[kind], severity },
    entityKey: resourceId.toLowerCase(),
    identity,
    time: at,
    resourceId,
    compromisedEntity: name,
    entities: [{ type: 'azure-resource', resourceId }, ...callerEntities(change)],
    eventIds: [identity],
    extendedProperties: {
      Reasons: [...new Set(weakenings.map(({ reason }) => reason))].join(', '),
      'What changed': weakenings.map(({ detail }) => detail).join(' '),
      Members: change.changes.map(({ path }) => path || '(all)').join(', '),
      'Change id': change.id,
      'Seen in': change.seenIn === 'snapshot' ? 'Snapshot of the resource' : 'Activity log',
      ...(caller && { Caller: caller.name, ...(caller.address && { 'Caller address': caller.address }) }),
    },
  };
}

function callerEntities({ caller }: NetworkChange): Entity[] {
  if (caller === undefined) return [];
  const [name = '', upnSuffix] = caller.name.split('@', 2);
  return [
    ...(name === '' ? [] : [{ type: 'account' as const, name, ...(upnSuffix && { upnSuffix }) }]),
    ...(caller.address === undefined ? [] : [{ type: 'ip' as const, address: caller.address }]),
  ];
}

/**
 * Detections that judge a rule of a network security group by itself. While nothing is known of the group they speak; once its
 * configuration is known, the change is judged against it and these keep silent, so that one change is one alert.
 */
export const supersededAlertTypes: ReadonlySet<string> = new Set(['Skywarden_NetworkRuleOpensManagementPort']);
