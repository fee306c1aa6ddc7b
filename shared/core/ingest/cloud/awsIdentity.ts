import type { Entity } from '../../../model/entity';
import type { Json } from '../../../model/json';
import { accountOf, addressOf, domainOf } from './entityOf';
import { firstText, textAt } from './memberAt';

/** `arn:partition:service:region:account:resource` */
const arn = /^arn:[\w-]{1,32}:[^:\s]{0,64}:[^:\s]{0,64}:[^:\s]{0,64}:\S/;

export const isArn = (text: string): boolean => arn.test(text);

/** Who called, from CloudTrail's `userIdentity`: the user, the session's role behind it, else the principal. */
export function awsCaller(identity: Json | undefined): Entity[] {
  const issuer = textAt(identity, 'sessionContext', 'sessionIssuer', 'userName');
  const name =
    firstText(identity, 'userName') ||
    issuer ||
    lastPart(textAt(identity, 'arn')) ||
    firstText(identity, 'principalId', 'invokedBy', 'type');
  return accountOf(name, { uid: firstText(identity, 'principalId', 'accountId') });
}

const lastPart = (text: string): string => text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);

/** `sourceIPAddress` is an address or the name of an AWS service. */
export function awsOrigin(value: Json | undefined): Entity[] {
  const address = addressOf(value);
  if (address.length > 0 || typeof value !== 'string') return address;
  return /^[\w-]+(?:\.[\w-]+)+$/.test(value) && value.length <= 255 ? domainOf(value) : [];
}
