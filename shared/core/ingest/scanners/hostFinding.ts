import type { Json, JsonObject } from '../../../model/json';
import { addressOf, hostOf } from '../cloud/entityOf';
import { textAt } from '../cloud/memberAt';
import type { ScannerFinding } from './scannerEvent';
import type { Vulnerability } from './vulnerability';

/** A finding as scanners of machines write it: the machine by its own name and addresses, not by an id of a cloud. */
export interface HostFinding {
  host: string;
  addresses: (Json | undefined)[];
  time: string;
  vulnerability: Omit<Vulnerability, 'resource'>;
}

/** `raw` is the finding in the scanner's own names; who forwards it may add `azureResourceId`, the machine that it is about. */
export const hostFinding = (
  raw: JsonObject,
  { host, addresses, time, vulnerability }: HostFinding,
): ScannerFinding => ({
  time,
  resourceId: textAt(raw, 'azureResourceId'),
  entities: [...hostOf(host), ...addresses.flatMap(addressOf)],
  fields: raw,
  vulnerability: { ...vulnerability, resource: host },
});
