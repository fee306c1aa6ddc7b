import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ports } from './options';

const account = 'devstoreaccount1';
/** The published key of Azurite's development account. */
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export function storageConnection({ blob, queue, table }: Pick<Ports, 'blob' | 'queue' | 'table'>): string {
  const endpoint = (name: string, port: number) => `${name}Endpoint=http://127.0.0.1:${port}/${account}`;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${accountKey}`,
    endpoint('Blob', blob),
    endpoint('Queue', queue),
    endpoint('Table', table),
    '',
  ].join(';');
}

/**
 * Starts Azurite as a process of its own, kept on disk. It does not know the newest API version that the SDKs send, and
 * is told not to mind. A watchdog on the channel ends it when this process is gone.
 */
export async function startAzurite(
  folder: string,
  ports: Ports,
  onExit: (reason: string) => void,
): Promise<() => Promise<void>> {
  const program = require.resolve('azurite/dist/src/azurite.js');
  const listeners = (['blob', 'queue', 'table'] as const).flatMap((name) => [
    `--${name}Host`,
    '127.0.0.1',
    `--${name}Port`,
    String(ports[name]),
  ]);
  const args = ['--location', folder, '--silent', '--skipApiVersionCheck', '--disableTelemetry', ...listeners];
  const execArgv = ['--require', join(__dirname, 'endWithParent.js')];
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
  let stopping = false;
  const exited = new Promise<void>((done) =>
    child.once('exit', (code, signal) => {
      if (!stopping) onExit(`Azurite ended unexpectedly (${signal ?? code})`);
      done();
    }),
  );
  await Promise.all([ports.blob, ports.queue, ports.table].map((port) => untilListening(port)));
  return () => {
    stopping = true;
    child.kill('SIGTERM');
    return exited;
  };
}

/** Azurite says when it listens only on its own console: ask the port instead. */
async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await accepts(port))) {
    if (Date.now() > deadline) throw new Error(`Azurite does not listen on port ${port}`);
    await pause(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), answer(true)));
    socket.once('error', () => answer(false));
  });
}
