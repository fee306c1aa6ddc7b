import { createTally } from '../../../local/start/tally';

test('numbers of a word are summed up over all its summaries', () => {
  const tally = createTally();
  tally.read('ingested {"received":3,"stored":2,"note":"x"}');
  tally.read('ingested {"received":4,"duplicates":1}');
  tally.read('delivered {"received":100}');
  expect(tally.sums('ingested')).toEqual({ received: 7, stored: 2, duplicates: 1 });
  expect(tally.sums('delivered')).toEqual({ received: 100 });
});

test.each(['', 'ingested', 'ingested nothing', 'two words {"a":1}', '{"a":1}', 'ingested {"a":1} and more'])(
  'the line %j is no summary',
  (line) => {
    const tally = createTally();
    tally.read(line);
    expect([tally.sums('ingested'), tally.sums('words')]).toEqual([{}, {}]);
  },
);

test('a line that only looks like a summary does no harm', () => {
  const tally = createTally();
  expect(() => tally.read('failed {not json}')).not.toThrow();
  expect(tally.sums('failed')).toEqual({});
});

test('a word that nobody said has no sums', () => {
  expect(createTally().sums('toString')).toEqual({});
});
