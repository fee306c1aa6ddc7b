import { type LogEntry, createHostLog } from '../../../local/host/hostLog';

function logged(
  configured: Record<string, string>,
  ...calls: Parameters<ReturnType<typeof createHostLog>>[]
): string[] {
  const entries: LogEntry[] = [];
  const log = createHostLog(configured, (entry) => entries.push(entry));
  calls.forEach((call) => log(...call));
  return entries.map(({ message }) => message);
}

test('Information and above is written unless configured', () => {
  expect(logged({}, ['debug', 'Host', 'a'], ['information', 'Host', 'b'], ['error', 'Host', 'c'])).toEqual(['b', 'c']);
});

test('the longest prefix of the category wins over the default', () => {
  const levels = { default: 'Error', Function: 'Warning', 'Function.one': 'Debug', 'Function.one.User': 'None' };
  const messages = logged(
    levels,
    ['warning', 'Host', 'host'],
    ['warning', 'Function.two', 'two'],
    ['debug', 'Function.one', 'one'],
    ['critical', 'Function.one.User', 'user'],
    ['debug', 'Function.oneMore', 'other'],
  );
  expect(messages).toEqual(['two', 'one']);
});
