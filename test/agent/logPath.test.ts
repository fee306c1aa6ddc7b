import { runAgent } from '../../agent/runAgent';
import { logPath } from '../../agent/logPath';
import { readSettings } from '../../agent/settings';
import { machineFolder, removeMachineFolders, resourceId } from './machineFolder';

afterAll(removeMachineFolders);

test('under systemd it is the journal of the unit', () => {
  expect(logPath(true)).toMatch(/^journal:/);
});

test('facts and heartbeat tell it', async () => {
  const argv = ['--print', '--once', '--resource-id', resourceId, '--root', machineFolder({ '/etc/hostname': 'web1' })];
  const settings = readSettings(argv, { JOURNAL_STREAM: '8:1' });
  if ('help' in settings) throw new Error('no help was asked for');
  const out: string[] = [];
  const console = { out: (text: string) => void out.push(text), err: () => undefined };
  await runAgent(settings, console, new AbortController().signal);
  const bodies = out.map((text) => (JSON.parse(text) as { body: { logPath?: string } }).body);
  expect(bodies.map((body) => body.logPath)).toEqual([logPath(true), logPath(true)]);
});
