import type { StatefulCase } from '../detector';
import { signInBody, type SignInFacts } from './signInCases';

const start = Date.parse('2026-01-05T08:00:00Z');
const mail = '00000002-0000-0ff1-ce00-000000000000';
const berlin = { address: '198.51.100.20', country: 'DE', coordinates: { latitude: 52.52, longitude: 13.4 } };
const sydney = { address: '203.0.113.90', country: 'AU', coordinates: { latitude: -33.87, longitude: 151.2 } };

const signIn = (user: string, hours: number, where: Pick<SignInFacts, 'address' | 'country' | 'coordinates'>): string =>
  signInBody({ time: new Date(start + hours * 3_600_000).toISOString(), user, appId: mail, ...where });

const everyDay = (user: string, days: number, where: typeof berlin): string[] =>
  Array.from({ length: days }, (_, day) => signIn(user, day * 24, where));

export const impossibleTravelCases = (alertType: string): StatefulCase[] => [
  {
    name: 'a user of two weeks signs in at the other end of the world an hour later',
    bodies: [...everyDay('tom@example.com', 14, berlin), signIn('tom@example.com', 13 * 24 + 1, sydney)],
    expect: [alertType],
  },
  {
    name: 'the same two days later: people fly',
    bodies: [...everyDay('uma@example.com', 14, berlin), signIn('uma@example.com', 15 * 24, sydney)],
    expect: [],
  },
  {
    name: 'a network that the user is on every day, as with a VPN',
    bodies: Array.from({ length: 10 }, (_, day) => [
      signIn('vic@example.com', day * 24, berlin),
      signIn('vic@example.com', day * 24 + 1, sydney),
    ]).flat(),
    expect: [],
  },
  {
    name: 'an address at which several others go out too',
    bodies: [
      ...['w1', 'w2', 'w3'].map((user) => signIn(`${user}@example.com`, 1, { ...sydney, address: '203.0.113.91' })),
      ...everyDay('xia@example.com', 14, berlin),
      signIn('xia@example.com', 13 * 24 + 1, { ...sydney, address: '203.0.113.91' }),
    ],
    expect: [],
  },
];
