import { z } from 'zod';
import type { Entity } from '../../../model/entity';
import type { Json, JsonObject } from '../../../model/json';
import { anomalyRule } from '../anomaly/anomalyRule';
import { type Egress, egressSchema, isShared, withUser } from '../anomaly/egress';
import { impossibleTravelCases } from '../anomaly/impossibleTravelCases';
import { networksOf } from '../anomaly/network';
import { signInOf, signInSources } from '../anomaly/signIn';
import { arrive, type Journey, travellerSchema } from '../anomaly/travel';
import type { Finding, Observation, StatefulDetector } from '../detector';

const rule = anomalyRule({
  id: '35cd4505-9185-4758-9655-e80e373adc61',
  alertType: 'Skywarden_ImpossibleTravel',
  displayName: 'A user signed in from two places too far apart',
  description:
    'A user signed in from two places between which nobody could have travelled in that time, and not by a network that they or several others use. One of the two may be somebody else.',
  severity: 'Medium',
  intent: 'InitialAccess',
  techniques: ['T1078.004'],
  productComponentName: 'Arm',
  remediationSteps: [
    'Ask the user, by another way than the account itself, which of the two sign-ins was theirs.',
    'A new VPN or phone operator explains it; look at the device and the second factor of the newer sign-in.',
    'If nothing explains it, revoke the sessions, change the credentials, and see what was done since.',
  ],
});

const userSchema = z.object({
  of: z.literal('user'),
  user: z.string(),
  name: z.string(),
  account: z.custom<Entity & { type: 'account' }>(),
  address: z.string(),
  networks: z.array(z.string()),
  latitude: z.number(),
  longitude: z.number(),
  place: z.string(),
});
const egressDataSchema = z.object({ of: z.literal('egress'), user: z.string() });
type UserData = z.infer<typeof userSchema>;

const none: Observation[] = [];
const dayMs = 86_400_000;
const egressKey = (address: string): string => `egress|${address}`;
const dayOf = (time: string): number => Math.floor(Date.parse(time) / dayMs);

/** Remembers of each user the last place and the usual networks, and of each address who goes out there. */
export const detector: StatefulDetector = {
  id: 'impossibleTravel',
  cases: impossibleTravelCases(rule.alertType),
  concerns: ({ source }) => signInSources.has(source),
  keyOf(event) {
    if (!signInSources.has(event.source)) return none;
    const signIn = signInOf(event);
    const networks = networksOf(signIn?.address ?? '', signIn?.asn);
    if (signIn?.coordinates === undefined || signIn.address === '' || networks.length === 0) return none;
    const { key: user, name, account, address, coordinates, city, country } = signIn;
    const { time, resourceId, id: eventId } = event;
    const place = [city, country].filter((part) => part !== '').join(', ');
    const base = { detector: 'impossibleTravel', time, resourceId, eventId };
    const data = { of: 'user', user, name, account: account as Json, address, networks, ...coordinates, place };
    return [
      { ...base, entityKey: `user|${user}`, data },
      { ...base, entityKey: egressKey(address), data: { of: 'egress', user } },
    ];
  },
  beside: (_entityKey, observations) =>
    observations.flatMap(({ data }) => (data.of === 'user' ? [egressKey(userSchema.parse(data).address)] : [])),
  observe(entityKey, observations, state, beside) {
    if (observations[0]?.data.of === 'egress') return { findings: [], state: egressAfter(observations, state) };
    let traveller = state === undefined ? undefined : travellerSchema.parse(state);
    const findings: Finding[] = [];
    for (const observation of observations) {
      const data = userSchema.parse(observation.data);
      const known = beside?.get(egressKey(data.address));
      const shared = known !== undefined && isShared(egressSchema.parse(known), data.user, dayOf(observation.time));
      const arrived = arrive(traveller, { ...data, at: Date.parse(observation.time) }, shared);
      traveller = arrived.traveller;
      if (arrived.journey) findings.push(findingOf(entityKey, observation, data, arrived.journey));
    }
    return { findings, state: { ...traveller } };
  },
};

function egressAfter(observations: Observation[], state: JsonObject | undefined): JsonObject {
  let egress: Egress = state === undefined ? { users: [] } : egressSchema.parse(state);
  for (const { data, time } of observations) {
    egress = withUser(egress, egressDataSchema.parse(data).user, dayOf(time));
  }
  return { ...egress };
}

function findingOf(
  entityKey: string,
  { time, resourceId, eventId }: Observation,
  { name, account, address, place }: UserData,
  { from, fromAddress, kilometres, hours }: Journey,
): Finding {
  return {
    rule,
    entityKey,
    time,
    resourceId,
    compromisedEntity: name,
    entities: [account, { type: 'ip', address }, { type: 'ip', address: fromAddress }],
    eventIds: [eventId],
    extendedProperties: {
      From: `${from || 'unknown place'} (${fromAddress})`,
      To: `${place || 'unknown place'} (${address})`,
      Distance: `${kilometres} km`,
      'Time between': `${Math.round(hours * 60)} minutes`,
    },
  };
}
