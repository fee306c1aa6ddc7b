import { createRecogniser } from '../../../shared/core/ingest/recogniser';
import type { RawRecord, Source } from '../../../shared/core/ingest/source';

const asked: string[] = [];
const unit = (id: string, change: Partial<Source> = {}, recognises = true): Source => ({
  id,
  order: 1,
  recognises() {
    asked.push(id);
    return recognises;
  },
  normalise: () => [],
  samples: [],
  ...change,
});
const askedFor = (sources: Source[], raw: RawRecord): string[] => {
  asked.length = 0;
  createRecogniser(sources)(raw);
  return asked.slice();
};

it('asks the sources of which the record has a key in any case, and those without keys, in their order', () => {
  const sources = [
    unit('door', { keys: ['door', 'gate'] }, false),
    unit('all', {}, false),
    unit('badge', { keys: ['badge'] }, false),
    unit('rest'),
  ];
  expect(askedFor(sources, { Gate: 1, other: 2 })).toEqual(['door', 'all', 'rest']);
  expect(askedFor(sources, { badge: 1, DOOR: 2, gate: 3 })).toEqual(['door', 'all', 'badge', 'rest']);
  expect(askedFor(sources, {})).toEqual(['all', 'rest']);
});

it('asks for a text those without keys and those that read texts', () => {
  const sources = [
    unit('objects', { keys: ['a'] }, false),
    unit('both', { keys: ['a'], text: true }, false),
    unit('texts', { keys: [], text: true }, false),
    unit('noText', { text: false }, false),
    unit('rest'),
  ];
  expect(askedFor(sources, 'a line')).toEqual(['both', 'texts', 'rest']);
  expect(askedFor(sources, { a: 1 })).toEqual(['objects', 'both', 'noText', 'rest']);
});

it('stops at the first that recognises the record, and says when none does', () => {
  expect(askedFor([unit('first'), unit('second')], { a: 1 })).toEqual(['first']);
  expect(createRecogniser([unit('no', {}, false)])({ a: 1 })).toBeUndefined();
  expect(createRecogniser([])('text')).toBeUndefined();
});

it('keeps the order of more sources than one word of bits holds', () => {
  const sources = Array.from({ length: 100 }, (_, at) => unit(`s${at}`, { keys: [`k${at}`] }, false));
  const chosen = [99, 64, 63, 32, 31, 0];
  const record = Object.fromEntries(chosen.map((at) => [`K${at}`, at]));
  expect(askedFor(sources, record)).toEqual(['s0', 's31', 's32', 's63', 's64', 's99']);
});

it('finds its keys after a flood of other spellings, and in spellings too long to remember', () => {
  const long = 'k'.repeat(200);
  const recognise = createRecogniser([unit('door', { keys: ['door', long] })]);
  for (let round = 0; round < 30; round++) {
    const flood = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x${round}-${at}`, at]));
    expect(recognise(flood)).toBeUndefined();
  }
  expect(recognise({ Door: 1 })?.id).toBe('door');
  expect(recognise({ [long.toUpperCase()]: 1 })?.id).toBe('door');
});
