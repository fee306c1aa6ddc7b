import { runAgent } from '../../agent/runAgent';
import type { AgentSettings } from '../../agent/settings';
import { machineFolder, removeMachineFolders, resourceId } from './machineFolder';

afterAll(removeMachineFolders);

const settings = (more: Partial<AgentSettings>): AgentSettings => ({
  resourceId,
  hub: 'telemetry',
  cloud: 'Public',
  print: true,
  once: true,
  interval: 300,
  auditInterval: 5,
  heartbeatInterval: 30,
  outboxLimit: 64,
  tasks: [],
  taskInterval: 60,
  journal: false,
  websockets: false,
  root: machineFolder({ '/etc/hostname': 'web1' }),
  ...more,
});

function openConsole(onText: () => void = () => undefined) {
  const out: string[] = [];
  const err: string[] = [];
  const keep = (texts: string[]) => (text: string) => {
    texts.push(text);
    onText();
  };
  return { out, err, console: { out: keep(out), err: keep(err) } };
}

test('with --print every record is one line of JSON', async () => {
  const { out, err, console } = openConsole();
  await runAgent(settings({}), console, new AbortController().signal);
  expect(out.map((text) => (JSON.parse(text) as { skywarden: string }).skywarden)).toEqual(['facts/1', 'heartbeat/1']);
  expect(err).toEqual(['skywarden agent: 2 records delivered\n']);
});

test('it goes on until it is told to stop', async () => {
  const stop = new AbortController();
  const { out, console } = openConsole(() => stop.abort());
  await runAgent(settings({ once: false }), console, stop.signal);
  expect(out.map((text) => (JSON.parse(text) as { skywarden: string }).skywarden)).toContain('heartbeat/1');
});

test('with --once a hub that cannot be reached is an error that does not tell the key', async () => {
  const connection =
    'Endpoint=sb://localhost:1;SharedAccessKeyName=r;SharedAccessKey=hunter2;UseDevelopmentEmulator=true';
  const stop = new AbortController();
  const { console } = openConsole();
  setTimeout(() => stop.abort(), 200);
  const run = runAgent(settings({ print: false, connection }), console, stop.signal);
  await expect(run).rejects.toThrow(/^(?!.*hunter2)/s);
});
