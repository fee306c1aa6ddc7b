import type { JsonObject } from '../../../model/json';
import { firewallReach } from './firewallReach';
import type { NetworkKind } from './networkType';
import { publicAddressReach } from './publicAddressReach';
import type { Reach } from './reach';
import { routeReach } from './routeReach';
import { securityGroupReach } from './securityGroupReach';

const reaches: Readonly<Record<NetworkKind, (before: JsonObject, after: JsonObject) => Reach>> = {
  securityGroup: securityGroupReach,
  routeTable: routeReach,
  firewall: firewallReach,
  firewallPolicy: firewallReach,
  ruleGroup: firewallReach,
  publicAddress: publicAddressReach,
};

/** Kinds that guard something while they are there. Azure deletes a group or table only when nothing uses it. */
const guards: readonly NetworkKind[] = ['firewall', 'firewallPolicy'];

/**
 * How a change of a configuration (normal form, null: not there) lets more through. What a new filter allows is for the
 * recommendations to say: nothing was weakened by it.
 */
export function weakens(kind: NetworkKind, before: JsonObject | null, after: JsonObject | null): Reach {
  if (before === null && kind !== 'publicAddress') return { weakenings: [] };
  if (after !== null) return reaches[kind](before ?? {}, after);
  if (guards.includes(kind))
    return {
      weakenings: [{ reason: 'FilterDeleted', detail: 'The firewall or its policy was deleted.', severity: 'Medium' }],
    };
  return kind === 'publicAddress' ? { weakenings: [] } : reaches[kind](before ?? {}, {});
}
