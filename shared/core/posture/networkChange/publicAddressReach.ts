import type { JsonObject } from '../../../model/json';
import type { Weakening } from '../../../model/networkChange';
import { textIn } from './configReader';
import type { Reach } from './reach';

/** Whether something became reachable under a public address: attached where it was not, or its DDoS protection taken away. */
export function publicAddressReach(before: JsonObject, after: JsonObject): Reach {
  const [was, is] = [attachedTo(before), attachedTo(after)];
  const address = textIn(after, 'properties', 'ipAddress');
  const weakenings: Weakening[] = [];
  if (is !== '' && is !== was)
    weakenings.push({
      reason: 'PublicAddressAttached',
      detail: `The public address ${address ? `${address} ` : ''}is attached to ${targetOf(is)}.`,
      severity: 'Medium',
    });
  else if (Object.keys(before).length === 0)
    weakenings.push({ reason: 'PublicAddressCreated', detail: 'A public address was created.', severity: 'Low' });
  const mode = (config: JsonObject) => textIn(config, 'properties', 'ddosSettings', 'protectionMode').toLowerCase();
  if (mode(before) === 'enabled' && mode(after) !== 'enabled')
    weakenings.push({
      reason: 'DdosProtectionRemoved',
      detail: 'DDoS protection of the address is off.',
      severity: 'Low',
    });
  return { weakenings };
}

const attachedTo = (config: JsonObject): string =>
  textIn(config, 'properties', 'ipConfiguration') ||
  textIn(config, 'properties', 'ipConfiguration', 'id').toLowerCase();

/** `.../networkInterfaces/nic-1/ipConfigurations/ip`: the resource that has the configuration. */
function targetOf(id: string): string {
  const parts = id.split('/');
  const at = parts.findIndex((part) => /ipconfigurations$/i.test(part));
  return (at > 0 ? parts[at - 1] : parts.at(-1)) ?? id;
}
