import { packLines } from '../../../agent/audit/packLines';

const group = (name: string, lines: number) => ({ lines: Array.from({ length: lines }, () => name) });

test('events share a message while there is room', () => {
  // Each line takes its length, two quotes and a comma.
  const { messages } = packLines([group('aaaa', 2), group('bbbb', 1), group('cccc', 1)], 21);
  expect(messages).toEqual([['aaaa', 'aaaa', 'bbbb'], ['cccc']]);
});

test('the lines of an event are never in two messages', () => {
  const { messages } = packLines([group('aaaa', 2), group('bbbb', 2)], 21);
  expect(messages).toEqual([
    ['aaaa', 'aaaa'],
    ['bbbb', 'bbbb'],
  ]);
});

test('of an event that is too large the first lines are sent and the others counted', () => {
  expect(packLines([group('aaaa', 5)], 21)).toEqual({ messages: [['aaaa', 'aaaa', 'aaaa']], leftOut: 2 });
});

test('a message is within its limit as JSON', () => {
  const quotes = { lines: ['"'.repeat(40), '"'.repeat(40)] };
  const { messages } = packLines([quotes, quotes], 200);
  for (const lines of messages) expect(Buffer.byteLength(JSON.stringify(lines))).toBeLessThanOrEqual(200 + 2);
  expect(messages).toHaveLength(2);
});
