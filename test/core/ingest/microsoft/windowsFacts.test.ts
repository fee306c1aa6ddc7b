import { windowsFactsSchema, type WindowsFacts } from '../../../../shared/core/ingest/microsoft/windowsFacts';

const all: Required<WindowsFacts> = {
  osLogs: [{ EventID: 4624, Channel: 'Security' }],
  operatingSystem: { type: 'Windows', version: '10.0' },
  runningProcesses: [{ processId: 4, name: 'System' }],
  machineName: 'pc-1',
  ipAddresses: ['192.0.2.1'],
  loggedInUser: 'EXAMPLE\\ann',
  tenantId: '00000000-0000-0000-0000-00000000000a',
  crashDumps: [{ application: 'a.exe', dumpFile: 'C:\\a.dmp', time: '2026-11-21T08:00:00Z' }],
};

it('has exactly eight items, and all of them come back as they went in', () => {
  expect(Object.keys(windowsFactsSchema.shape)).toEqual(Object.keys(all));
  expect(Object.keys(all)).toHaveLength(8);
  expect(windowsFactsSchema.parse(JSON.parse(JSON.stringify(all)))).toEqual(all);
});

it('takes a part that could not be read as absent', () => {
  expect(windowsFactsSchema.safeParse({ machineName: 'pc-1' }).success).toBe(true);
});

it.each([
  ['a ninth item', { ...all, clipboard: 'x' }],
  ['no name', { ...all, machineName: '' }],
  ['a process without id', { ...all, runningProcesses: [{ name: 'x' }] }],
  ['too many events', { ...all, osLogs: Array.from({ length: 1001 }, () => ({})) }],
])('refuses %s', (_, facts) => {
  expect(windowsFactsSchema.safeParse(facts).success).toBe(false);
});
