import { readSettings } from '../../agent/settings';
import { resourceId } from './machineFolder';

const connection = 'Endpoint=sb://localhost:1;SharedAccessKeyName=r;SharedAccessKey=k';

test('defaults', () => {
  expect(readSettings(['--resource-id', resourceId], { SKYWARDEN_TELEMETRY: connection })).toEqual({
    resourceId,
    connection,
    hub: 'telemetry',
    print: false,
    once: false,
    interval: 300,
    root: '/',
  });
});

test('the machine may be named in the environment', () => {
  expect(readSettings(['--print'], { SKYWARDEN_RESOURCE_ID: resourceId })).toMatchObject({ resourceId, print: true });
});

test('a namespace on the command line wins over a connection string of the environment', () => {
  const argv = ['--resource-id', resourceId, '--namespace', 'ns.servicebus.windows.net'];
  const settings = readSettings(argv, { SKYWARDEN_TELEMETRY: connection });
  expect(settings).toMatchObject({ namespace: 'ns.servicebus.windows.net' });
  expect(settings).not.toHaveProperty('connection', connection);
});

test('help needs nothing else', () => {
  expect(readSettings(['--help'], {})).toEqual({ help: true });
});

test.each([
  [['--print'], 'resourceId is missing'],
  [['--print', '--resource-id', 'web1'], 'resourceId is not /subscriptions/'],
  [['--resource-id', resourceId], 'SKYWARDEN_TELEMETRY'],
  [['--print', '--resource-id', resourceId, '--interval', 'often'], 'interval must be a number'],
  [['--print', '--resource-id', resourceId, '--interval', '1'], 'interval'],
  [['--prind'], '--prind'],
])('%j is refused: %s', (argv, message) => {
  expect(() => readSettings(argv, {})).toThrow(message);
});
