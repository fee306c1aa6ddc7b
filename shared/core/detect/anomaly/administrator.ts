import type { Entity } from '../../../model/entity';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { principalOf } from './principal';
import { signInOf } from './signIn';

/** Somebody signed in to manage resources, or changed some. Members that the record does not tell are empty. */
export interface AdministratorAct {
  key: string;
  name: string;
  account: Entity & { type: 'account' };
  address: string;
  asn: string;
  country: string;
}

export const administratorSources: ReadonlySet<string> = new Set([
  'entraSignIn',
  'azureActivity',
  'cloudTrail',
  'gcpAudit',
]);

/** Asked of events of `administratorSources` only. */
export function administratorAct(event: TelemetryEvent): AdministratorAct | undefined {
  if (event.source === 'entraSignIn') {
    const signIn = signInOf(event);
    return signIn?.manages ? signIn : undefined;
  }
  const principal = principalOf(event);
  if (!principal?.changes || principal.address === undefined) return undefined;
  const { key, name, account, address } = principal;
  return { key, name, account, address, asn: '', country: '' };
}
