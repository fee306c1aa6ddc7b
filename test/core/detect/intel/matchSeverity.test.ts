import type { Contact } from '../../../../shared/core/detect/intel/contact';
import { matchConfidence, matchSeverity } from '../../../../shared/core/detect/intel/matchSeverity';
import type { IndicatorMatch } from '../../../../shared/core/detect/intel/indicatorIndex';

const match = (confidence: number, changes: Partial<IndicatorMatch> = {}): IndicatorMatch => ({
  type: 'ip',
  value: '203.0.113.1',
  description: '',
  confidence,
  feed: 'a',
  lists: ['a'],
  ...changes,
});
const contact = (direction: Contact['direction'], outcome: Contact['outcome'], kind: Contact['kind'] = 'network') => ({
  direction,
  outcome,
  kind,
});

test.each<[number, Contact, string | undefined]>([
  [80, contact('outbound', 'let through'), 'High'],
  [79, contact('outbound', 'unknown'), 'Medium'],
  [49, contact('outbound', 'let through'), 'Low'],
  [100, contact('outbound', 'stopped'), 'Low'],
  [100, contact('outbound', 'stopped', 'name'), undefined],
  [100, contact('inbound', 'stopped'), undefined],
  [100, contact('unknown', 'stopped'), undefined],
  [100, contact('inbound', 'let through'), 'Medium'],
  [50, contact('inbound', 'unknown'), 'Low'],
  [10, contact('inbound', 'let through'), 'Informational'],
  [90, contact('inbound', 'let through', 'signIn'), 'High'],
  [90, contact('inbound', 'stopped', 'signIn'), undefined],
  [90, contact('unknown', 'unknown', 'file'), 'High'],
])('confidence %i, %j: %s', (confidence, one, severity) => {
  expect(matchSeverity(match(confidence), one)).toBe(severity);
});

test('further lists add to the confidence, and shared infrastructure halves it', () => {
  expect(matchConfidence(match(60, { lists: ['a', 'b'] }))).toBe(65);
  expect(matchConfidence(match(60, { lists: 'abcdefgh'.split('') }))).toBe(75);
  expect(matchConfidence(match(99, { lists: 'abcd'.split('') }))).toBe(100);
  expect(matchConfidence(match(90, { sharedWith: 'a cloud' }))).toBe(45);
});
