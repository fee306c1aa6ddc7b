import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves with the port; a port in use is named in the error. */
export async function listen(server: Server, port: number, address: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(inUse ? new Error(`Functions host: port ${port} is already in use`, { cause: error }) : error);
    });
    server.listen(port, address, resolve);
  });
  return (server.address() as AddressInfo).port;
}
