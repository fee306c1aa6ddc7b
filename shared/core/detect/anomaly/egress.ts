import { z } from 'zod';
import { hash32 } from './hash32';

/** Who signs in from one address: hash of each user and the day (since 1970) of the last time, the newest last. */
export const egressSchema = z.object({ users: z.array(z.tuple([z.number(), z.number()])) });

export type Egress = z.infer<typeof egressSchema>;

const maxUsers = 16;
const fewestUsers = 3;
const longestGap = 30;

export function withUser({ users }: Egress, user: string, day: number): Egress {
  const hash = hash32(user);
  const last = users.find(([one]) => one === hash)?.[1] ?? day;
  return {
    users: [...users.filter(([one]) => one !== hash), [hash, Math.max(day, last)] as [number, number]].slice(-maxUsers),
  };
}

/** Several others went out there lately: a VPN, a proxy, an operator of phones. */
export function isShared({ users }: Egress, user: string, day: number): boolean {
  const hash = hash32(user);
  return users.filter(([one, last]) => one !== hash && day - last <= longestGap).length >= fewestUsers;
}
