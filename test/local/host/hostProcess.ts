import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostOptions, RunningHost } from '../../../local/host/startHost';

const root = join(__dirname, '../../..');

/** What a fixture app sends with `process.send({ report })`, in order. */
export type Report = Record<string, unknown>;

export interface HostProcess {
  pid: number;
  port: number;
  functions: RunningHost['functions'];
  reports: Report[];
  logs: { level: string; category: string; message: string }[];
  /** Waits until the reports satisfy the condition. */
  until(condition: (reports: Report[]) => boolean, what: string): Promise<void>;
  call<T>(name: 'counters' | 'idle' | 'wake' | 'stop', argument?: unknown): Promise<T>;
  /** Like a crash. */
  kill(): Promise<void>;
  exited: Promise<void>;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'host-test-'));
}

/** The executable, not the module: its service process would keep jest from ending. */
function esbuild(flags: string[], input = ''): void {
  const common = ['--bundle', '--platform=node', '--target=node20', '--format=cjs', '--log-level=error'];
  const moduleUrl = "const moduleUrl = require('node:url').pathToFileURL(__filename).href;";
  const address = ['--define:import.meta.url=moduleUrl', `--banner:js=${moduleUrl}`];
  const external = ['--external:@azure/functions-core', '--external:lmdb'];
  const executable = join(root, 'node_modules/esbuild/bin/esbuild');
  execFileSync(executable, [...common, ...address, ...external, ...flags], { input, cwd: root });
}

function bundleHost(): string {
  const outfile = join(temporaryFolder(), 'hostChild.js');
  esbuild(['test/local/host/hostChild.ts', `--outfile=${outfile}`]);
  return outfile;
}

let bundle: string | undefined;

/** Writes an app of one file whose TypeScript source is given, bundled as the product is. */
export function writeApp(source: string, hostJson: object = {}): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'dist'));
  const preamble =
    "import { app, input, output } from '@azure/functions'; const report = (it: object) => process.send!({ report: it });";
  const used = `${preamble}; void [app, input, output, report];\n${source}`;
  esbuild(['--loader=ts', `--outfile=${join(folder, 'dist/app.js')}`], used);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'dist/app.js' }));
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ version: '2.0', ...hostJson }));
  return folder;
}

function waiter(pending: Set<() => void>, condition: () => boolean, what: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      if (!condition()) return;
      clearTimeout(timer);
      pending.delete(check);
      resolve();
    };
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${what()}`)), 15_000);
    pending.add(check);
    check();
  });
}

/** Starts the host in a child process; rejects with the reason when it does not start. */
export async function startHostProcess(
  appFolder: string,
  options: Partial<HostOptions> = {},
  environment: Record<string, string> = {},
): Promise<HostProcess> {
  bundle ??= bundleHost();
  const full = { settings: {}, http: { port: 0 }, ownerId: 'owner-1', ...options, appFolder };
  const child: ChildProcess = fork(bundle, {
    env: { PATH: process.env['PATH'], HOST_OPTIONS: JSON.stringify(full), ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const reports: Report[] = [];
  const logs: HostProcess['logs'] = [];
  const answers = new Map<number, (value: unknown) => void>();
  const pending = new Set<() => void>();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let calls = 0;

  const started = await new Promise<{ port: number; functions: RunningHost['functions'] }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`host process ended with ${code}`)));
    child.on('message', (message: Record<string, unknown>) => {
      if ('started' in message) resolve(message['started'] as { port: number; functions: RunningHost['functions'] });
      if ('failed' in message) reject(new Error(String(message['failed'])));
      if ('log' in message) logs.push(message['log'] as HostProcess['logs'][number]);
      if ('report' in message) reports.push(message['report'] as Report);
      if ('id' in message) answers.get(Number(message['id']))?.(message['value']);
      pending.forEach((check) => check());
    });
  });
  running.add(child);
  child.once('exit', () => running.delete(child));

  return {
    pid: child.pid ?? 0,
    ...started,
    reports,
    logs,
    until: (condition, what) =>
      waiter(
        pending,
        () => condition(reports),
        () => {
          const problems = logs
            .filter(({ level }) => level === 'error' || level === 'warning')
            .map(({ message }) => message);
          return `${what}; reports: ${JSON.stringify(reports).slice(0, 2000)}; log: ${problems.join('\n').slice(0, 3000)}`;
        },
      ),
    call: <T>(name: string, argument?: unknown) =>
      new Promise<T>((resolve) => {
        const id = ++calls;
        answers.set(id, (value) => resolve(value as T));
        child.send({ id, call: name, argument });
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    exited,
  };
}

const running = new Set<ChildProcess>();

/** For `afterAll`: no host process outlives its test file. */
export function killHostProcesses(): void {
  running.forEach((child) => child.kill('SIGKILL'));
}
