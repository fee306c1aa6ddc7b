import fc from 'fast-check';
import type { Json, JsonObject } from '../../shared/model/json';

/** A change of a JSON value; it may change the value in place. */
type Change = (value: Json) => Json;

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every place of a value where something stands: what holds it, and under which name. */
function placesIn(value: Json): { holder: JsonObject; key: string }[] {
  const places: { holder: JsonObject; key: string }[] = [];
  const open = [value];
  for (let inner = open.pop(); inner !== undefined && places.length < 5000; inner = open.pop()) {
    if (typeof inner !== 'object' || inner === null) continue;
    const holder = inner as JsonObject;
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      open.push(holder[key]!);
    }
  }
  return places;
}

const at =
  (share: number, change: (holder: JsonObject, key: string) => void): Change =>
  (value) => {
    const places = placesIn(value);
    const place = places[Math.floor(share * places.length)];
    if (place !== undefined) change(place.holder, place.key);
    return value;
  };

const set = (holder: JsonObject, key: string, value: Json): void =>
  void Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** What senders write by mistake, and what an attacker would. */
const wrong: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1e300, 2 ** 53, '', ' ', 'null', '-', 'NaN', '\0', '\ud800', '∞', [], {}),
  fc.constantFrom<Json>(
    [null],
    [[]],
    [{}],
    { '#text': {} },
    '{',
    '[{"a":',
    '{"a":"b"}',
    '1e999',
    "it's",
    '%00',
    '\x1d',
  ),
  fc.constantFrom<Json>('9999-12-31T23:59:59Z', '0000-00-00', '01/13/2026 25:00:00', 'a'.repeat(3000)),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
);
const strangeName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'records', 'detail', '', ' '),
  fc.string(),
);
const swapCase = (text: string): string =>
  Array.from(text, (one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('');

/** Numbers and truth values as senders quote them. */
const asText = (value: Json): Json => (typeof value === 'object' ? value : String(value));

const nested = (value: Json, depth: number): Json => {
  let outer = value;
  for (let level = 0; level < depth; level++) outer = level % 2 === 0 ? { inner: outer } : [outer];
  return outer;
};

/** Changes that leave valid JSON: members gone, of another type, under another name, doubled, moved, deep. */
export const jsonChange: fc.Arbitrary<Change> = fc.oneof(
  share.map((where) => at(where, (holder, key) => void delete holder[key])),
  fc.tuple(share, wrong).map(([where, value]) => at(where, (holder, key) => set(holder, key, structuredClone(value)))),
  fc.tuple(share, strangeName).map(([where, name]) => at(where, (holder, key) => set(holder, name, holder[key]!))),
  share.map((where) =>
    at(where, (holder, key) => {
      const value = holder[key]!;
      delete holder[key];
      set(holder, swapCase(key), value);
    }),
  ),
  share.map((where) => at(where, (holder, key) => set(holder, key, JSON.stringify(holder[key])))),
  share.map((where) => at(where, (holder, key) => set(holder, key, asText(holder[key]!)))),
  share.map((where) => at(where, (holder, key) => set(holder, key, [holder[key]!, structuredClone(holder[key]!)]))),
  fc
    .tuple(share, fc.nat(80))
    .map(([where, depth]) => at(where, (holder, key) => set(holder, key, nested(holder[key]!, depth)))),
  fc.tuple(share, share).map(([from, to]): Change => (value) => {
    const places = placesIn(value);
    const [one, other] = [places[Math.floor(from * places.length)], places[Math.floor(to * places.length)]];
    if (one !== undefined && other !== undefined) {
      set(other.holder, other.key, structuredClone(one.holder[one.key]!));
    }
    return value;
  }),
  strangeName.map(
    (name): Change =>
      (value) =>
        isObject(value) ? { [name]: value } : value,
  ),
);
