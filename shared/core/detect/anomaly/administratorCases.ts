import type { StatefulCase } from '../detector';
import { signInBody, type SignInFacts } from './signInCases';

const start = Date.parse('2026-01-05T08:00:00Z');
const portal = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c';
const mail = '00000002-0000-0ff1-ce00-000000000000';

const signIn = (day: number, facts: Partial<SignInFacts>): string =>
  signInBody({
    time: new Date(start + day * 86_400_000).toISOString(),
    user: 'root-ann@example.com',
    appId: portal,
    address: '198.51.100.20',
    country: 'DE',
    ...facts,
  });

const weeks = (facts: Partial<SignInFacts>): string[] =>
  Array.from({ length: 21 }, (_, day) => signIn(day, facts)).filter((_, day) => day % 7 < 5);

/** The same way of working for three weeks, then one sign-in that differs in `other`. */
export const administratorCases = (alertType: string, other: Partial<SignInFacts>): StatefulCase[] => [
  {
    name: 'an administrator of three weeks comes from elsewhere',
    bodies: [...weeks({}), signIn(22, other)],
    expect: [alertType],
  },
  {
    name: 'a user who manages nothing comes from elsewhere',
    bodies: [
      ...weeks({ appId: mail, user: 'eve@example.com' }),
      signIn(22, { ...other, appId: mail, user: 'eve@example.com' }),
    ],
    expect: [],
  },
  {
    name: 'an administrator of a week comes from elsewhere',
    bodies: [
      ...weeks({ user: 'root-bob@example.com' }).slice(0, 5),
      signIn(8, { ...other, user: 'root-bob@example.com' }),
    ],
    expect: [],
  },
];
