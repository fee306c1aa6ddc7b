import { distanceOf } from '../../../../shared/core/detect/anomaly/distance';
import { type Egress, isShared, withUser } from '../../../../shared/core/detect/anomaly/egress';
import { type Arrival, arrive, type Traveller, travellerSchema } from '../../../../shared/core/detect/anomaly/travel';

const hourMs = 3_600_000;
const start = Date.parse('2026-01-05T08:00:00Z');
const berlin = {
  latitude: 52.52,
  longitude: 13.4,
  place: 'Berlin, DE',
  address: '198.51.100.20',
  networks: ['as64500'],
};
const sydney = {
  latitude: -33.87,
  longitude: 151.2,
  place: 'Sydney, AU',
  address: '203.0.113.9',
  networks: ['as64501'],
};
const potsdam = { ...berlin, latitude: 52.4, longitude: 13.07, networks: ['as64502'] };
const at = (hours: number, where: Omit<Arrival, 'at'>): Arrival => ({ ...where, at: start + hours * hourMs });

/** Answers the hours at which a journey was impossible. */
function live(arrivals: Arrival[], shared = false): { traveller: Traveller; told: number[] } {
  const told: number[] = [];
  let traveller: Traveller | undefined;
  for (const arrival of arrivals) {
    const arrived = arrive(traveller, arrival, shared);
    traveller = arrived.traveller;
    if (arrived.journey) told.push((arrival.at - start) / hourMs);
  }
  return { traveller: traveller!, told };
}

const fortnight = Array.from({ length: 14 }, (_, day) => at(day * 24, berlin));
const last = 13 * 24;

test('the distance between two cities is that of the maps', () => {
  expect(distanceOf(berlin, sydney)).toBeCloseTo(16_090, -2);
  expect(distanceOf(berlin, berlin)).toBe(0);
});

test('the other end of the world within an hour is impossible, and told with where from', () => {
  expect(live([...fortnight, at(last + 1, sydney)]).told).toEqual([last + 1]);
  const { traveller } = live(fortnight);
  expect(arrive(traveller, at(last + 1, sydney), false).journey).toMatchObject({
    from: 'Berlin, DE',
    fromAddress: '198.51.100.20',
    hours: 1,
  });
});

test('places near each other are reached in no time', () => {
  expect(live([...fortnight, at(last, potsdam)]).told).toEqual([]);
});

test('who has a day for it has flown', () => {
  expect(live([...fortnight, at(last + 24, sydney)]).told).toEqual([]);
});

test('the way back is not told again', () => {
  expect(live([...fortnight, at(last + 1, sydney), at(last + 2, berlin), at(last + 3, sydney)]).told).toEqual([
    last + 1,
  ]);
});

test('a user who is not known for a week is not told of', () => {
  expect(live([at(0, berlin), at(1, sydney)]).told).toEqual([]);
});

test('the network of a VPN, used on three days, is the own one', () => {
  const days = Array.from({ length: 5 }, (_, day) => [at(day * 24, berlin), at(day * 24 + 1, sydney)]).flat();
  expect(live([...days, ...fortnight.slice(5), at(last + 1, sydney)]).told).toEqual([]);
});

test('behind a tunnel nobody has moved: the next impossible place is told', () => {
  const { traveller } = live(fortnight);
  const tunnelled = arrive(traveller, at(last + 1, sydney), true).traveller;
  expect(tunnelled).toMatchObject({ place: 'Berlin, DE' });
  const lima = { ...sydney, latitude: -12, longitude: -77, networks: ['as64503'] };
  expect(arrive(tunnelled, at(last + 2, lima), false).journey).toMatchObject({ from: 'Berlin, DE' });
});

test('a sign-in that arrives late is compared too and does not become the newest', () => {
  const { traveller } = live([...fortnight, at(last + 3, berlin)]);
  const late = arrive(traveller, at(last + 2, sydney), false);
  expect(late.journey).toMatchObject({ hours: 1 });
  expect(late.traveller).toMatchObject({ place: 'Berlin, DE', at: start + (last + 3) * hourMs });
});

test('after two months a user is new', () => {
  const { traveller } = live(fortnight);
  expect(arrive(traveller, at(last + 61 * 24, sydney), false).traveller.since).toBe(20_458 + 13 + 61);
});

test('the state stays small, whatever the networks', () => {
  const many = Array.from({ length: 300 }, (_, n) =>
    at(n * 30, { ...berlin, networks: [`as${n}`, `n${n}`], place: 'x'.repeat(500) }),
  );
  const { traveller } = live(many);
  expect(travellerSchema.parse(JSON.parse(JSON.stringify(traveller)))).toEqual(traveller);
  expect(JSON.stringify(traveller).length).toBeLessThan(2_048);
});

test('an address is shared when three others went out there within a month', () => {
  const users = ['ann', 'bob', 'eve', 'tom'];
  const egress = users.reduce<Egress>((known, user) => withUser(known, user, 100), { users: [] });
  expect(isShared(egress, 'ann', 110)).toBe(true);
  expect(isShared(egress, 'ann', 131)).toBe(false);
  expect(isShared({ users: egress.users.slice(0, 3) }, 'ann', 110)).toBe(false);
});

test('of an address at most sixteen users are remembered', () => {
  const users = Array.from({ length: 40 }, (_, n) => `user ${n}`);
  expect(users.reduce<Egress>((known, user) => withUser(known, user, 100), { users: [] }).users).toHaveLength(16);
});
