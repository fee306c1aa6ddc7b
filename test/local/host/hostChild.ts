// Runs the host in a process of its own, as `npm start` does, so that a test can kill it. Bundled by hostProcess.ts.
import { startHost } from '../../../local/host/startHost';
import type { HostOptions, RunningHost } from '../../../local/host/startHost';

const send = (message: object): void => void process.send?.(message);
const options = JSON.parse(process.env['HOST_OPTIONS'] ?? '{}') as HostOptions;

const started = startHost({ ...options, log: (entry) => send({ log: entry }) });

const calls: Record<string, (host: RunningHost, argument: unknown) => unknown> = {
  counters: (host) => host.counters(),
  idle: (host) => host.idle(),
  wake: (host, name) => host.wake(name as string | undefined),
  stop: (host, deadline) => host.stop(deadline as number | undefined),
};

process.on('message', ({ id, call, argument }: { id: number; call: string; argument: unknown }) => {
  void started
    .then((host) => calls[call]?.(host, argument))
    .then((value) => send({ id, value }))
    .then(() => call === 'stop' && process.disconnect());
});

started.then(
  ({ port, functions }) => send({ started: { port, functions } }),
  (error: Error) => {
    send({ failed: error.message });
    process.disconnect();
  },
);
