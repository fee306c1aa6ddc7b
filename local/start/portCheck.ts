import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ports } from './options';

const purposes: Record<keyof Ports, string> = {
  api: 'API',
  tls: 'API on TLS',
  issuer: 'development token issuer',
  cosmos: 'Cosmos endpoint',
  hubs: 'Event Hubs endpoint',
  blob: 'blob endpoint',
  queue: 'queue endpoint',
  table: 'table endpoint',
};

/** Parts of a start that was killed let go of their ports a moment later. */
const patienceMs = 3_000;

/** Throws an Error that names the first port somebody else listens on, and what it was wanted for. */
export async function checkPortsFree(ports: Ports): Promise<void> {
  const started = Date.now();
  for (const [name, purpose] of Object.entries(purposes) as [keyof Ports, string][]) {
    for (let code = await trouble(ports[name]); code; code = await trouble(ports[name])) {
      if (Date.now() - started < patienceMs) {
        await pause(100);
        continue;
      }
      const reason = code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${code})`;
      throw new Error(`Port ${ports[name]} for the ${purpose} ${reason}; choose another with --${name}-port`);
    }
  }
}

function trouble(port: number): Promise<string | undefined> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => answer(error.code ?? error.message));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(undefined)));
  });
}
