import { readSettings } from '../../agent/settings';
import { resourceId } from './machineFolder';

const connection = 'Endpoint=sb://localhost:1;SharedAccessKeyName=r;SharedAccessKey=k';

test('defaults', () => {
  expect(readSettings(['--resource-id', resourceId], { SKYWARDEN_TELEMETRY: connection })).toEqual({
    resourceId,
    connection,
    hub: 'telemetry',
    cloud: 'Public',
    print: false,
    once: false,
    interval: 300,
    auditInterval: 5,
    heartbeatInterval: 30,
    outboxLimit: 64,
    tasks: [],
    taskInterval: 60,
    journal: false,
    websockets: false,
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

test('systemd tells where the credential and the state are', () => {
  const environment = { CREDENTIALS_DIRECTORY: '/run/credentials/a', STATE_DIRECTORY: '/var/lib/a' };
  expect(readSettings(['--resource-id', resourceId], environment)).toMatchObject({
    connectionFile: '/run/credentials/a/connection',
    state: '/var/lib/a/state.json',
  });
});

test('an address on the command line wins over a credential', () => {
  const argv = ['--resource-id', resourceId, '--namespace', 'ns.servicebus.windows.net'];
  const settings = readSettings(argv, { CREDENTIALS_DIRECTORY: '/run/credentials/a' });
  expect(settings).not.toHaveProperty('connectionFile', '/run/credentials/a/connection');
});

const door = { SKYWARDEN_INGEST_URL: 'https://sky.example.com', SKYWARDEN_WORKSPACE_ID: 'branch' };

test('the door, the workspace and its key may be named in the environment', () => {
  const settings = readSettings(['--resource-id', resourceId], { ...door, SKYWARDEN_WORKSPACE_KEY: 'k' });
  expect(settings).toMatchObject({ ingestUrl: door.SKYWARDEN_INGEST_URL, workspaceId: 'branch', workspaceKey: 'k' });
});

test('under systemd the workspace key is a credential, and a key file on the command line wins', () => {
  const environment = { ...door, CREDENTIALS_DIRECTORY: '/run/credentials/a' };
  const argv = ['--resource-id', resourceId];
  expect(readSettings(argv, environment)).toMatchObject({ keyFile: '/run/credentials/a/workspace-key' });
  const named = readSettings([...argv, '--key-file', '/k'], { ...environment, SKYWARDEN_WORKSPACE_KEY: 'k' });
  expect(named).toMatchObject({ keyFile: '/k' });
  expect(named).not.toHaveProperty('workspaceKey', 'k');
});

test('the door without a workspace or key is refused, and says what to give', () => {
  for (const environment of [door, { ...door, SKYWARDEN_WORKSPACE_ID: undefined, SKYWARDEN_WORKSPACE_KEY: 'k' }])
    expect(() => readSettings(['--resource-id', resourceId], environment)).toThrow(/--workspace, and --key-file/);
});

test('tasks are allowed one by one, on the command line or in the environment', () => {
  const argv = ['--resource-id', resourceId, '--ingest-url', 'https://sky.example.com', '--workspace', 'w'];
  const more = [...argv, '--key-file', '/key', '--state', '/state.json'];
  expect(readSettings(more, { SKYWARDEN_TASKS: 'collectFacts' })).toMatchObject({ tasks: ['collectFacts'] });
  const both = readSettings([...more, '--tasks', 'setIntervals,collectFacts', '--task-interval', '5'], {});
  expect(both).toMatchObject({ tasks: ['setIntervals', 'collectFacts'], taskInterval: 5 });
  expect(() => readSettings([...more, '--tasks', 'runCommand'], {})).toThrow('may hold collectFacts');
});

test('the cloud is Public unless it is named', () => {
  const argv = ['--resource-id', resourceId, '--namespace', 'hubs'];
  expect(readSettings(argv, {})).toMatchObject({ cloud: 'Public' });
  expect(readSettings(argv, { SKYWARDEN_CLOUD: 'USGov' })).toMatchObject({ cloud: 'USGov' });
  expect(() => readSettings([...argv, '--cloud', 'Moon'], {})).toThrow('Public or USGov');
});

test.each([
  ['none', []],
  ['/etc/a,/etc/b/*', ['/etc/a', '/etc/b/*']],
])('--watch %s', (list, watch) => {
  expect(readSettings(['--print', '--resource-id', resourceId, '--watch', list], {})).toMatchObject({ watch });
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
  [['--print', '--resource-id', resourceId, '--watch', 'etc/passwd'], 'watch'],
  [['--print', '--resource-id', resourceId, '--tasks', 'collectFacts'], '--ingest-url and --state beside --tasks'],
  [['--prind'], '--prind'],
])('%j is refused: %s', (argv, message) => {
  expect(() => readSettings(argv, {})).toThrow(message);
});
