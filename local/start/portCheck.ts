import { createServer } from 'node:net';

/** Throws an Error that names the port and what it was wanted for, when somebody listens there already. */
export function checkPortFree(port: number, purpose: string, option: string): Promise<void> {
  return new Promise((free, failed) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${error.code})`;
      failed(new Error(`Port ${port} for the ${purpose} ${reason}; choose another with --${option}-port`));
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()));
  });
}
