import { parseBootTime, parseProcStat, parseStatusUid } from '../../../agent/parse/procStat';

const line = (name: string, flags: number) =>
  `42 (${name}) S 7 42 42 0 -1 ${flags} 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 10 18446744073709551615`;

test('name, parent and start are read', () => {
  expect(parseProcStat(line('nginx', 4194304))).toEqual({
    pid: 42,
    name: 'nginx',
    ppid: 7,
    kernelThread: false,
    startTicks: 98765,
  });
});

test('a name with spaces and parentheses is read whole', () => {
  expect(parseProcStat(line('tmux: server (1) R 9', 0))).toMatchObject({ name: 'tmux: server (1) R 9', ppid: 7 });
});

test('threads of the kernel are told by their flag', () => {
  expect(parseProcStat(line('kworker/0:1', 0x04208060))).toMatchObject({ kernelThread: true });
});

test.each(['', '42', 'x (y) S 1'])('%j is no process', (text) => {
  expect(parseProcStat(text)).toBeUndefined();
});

test('the real user id is taken', () => {
  expect(parseStatusUid('Name:\tsudo\nUid:\t1000\t0\t0\t0\n')).toBe(1000);
});

test('the boot time is read', () => {
  expect(parseBootTime('cpu 1 2 3\nbtime 1795000000\nprocesses 5\n')).toBe(1795000000);
});
