import { readOptions } from '../../cli/readOptions';
import { Rejected } from '../../shared/model/rejected';

const read = (...args: string[]) =>
  readOptions({ args, options: { top: { type: 'string', default: '10' } } }, 'Usage: skywarden list [--top N]');

test('options are read with their defaults', () => {
  expect(read().values.top).toBe('10');
  expect(read('--top', '3').values.top).toBe('3');
});

test.each([['--bottom', '3'], ['--top'], ['file']])('%s is rejected with how the command is used', (...args) => {
  expect(() => read(...args)).toThrow(Rejected);
  expect(() => read(...args)).toThrow('Usage: skywarden list [--top N]');
});
