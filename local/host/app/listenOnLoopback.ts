import { Server } from 'node:net';

/**
 * The stream server of `@azure/functions` listens on all interfaces, without authentication (`httpProxy.ts`).
 * Until `restore`, a server that is told no address listens on 127.0.0.1; `close` ends the servers started so.
 */
export function listenOnLoopback(): { restore: () => void; close: () => void } {
  // oxlint-disable-next-line typescript/unbound-method -- called below with its own `this`
  const original = Server.prototype.listen;
  const servers: Server[] = [];
  Server.prototype.listen = function (this: Server, ...given: unknown[]): Server {
    servers.push(this);
    const named = typeof given[0] === 'number' ? { port: given[0] } : { port: 0 };
    const callback = given.find((argument) => typeof argument === 'function') as (() => void) | undefined;
    return original.call(this, { ...named, host: '127.0.0.1' }, callback);
  } as typeof original;

  function close(): void {
    for (const server of servers) {
      server.close();
      (server as Partial<{ closeAllConnections(): void }>).closeAllConnections?.();
    }
  }
  return { restore: () => void (Server.prototype.listen = original), close };
}
