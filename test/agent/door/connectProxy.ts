import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
  url: URL;
  asked: { path: string; credential: string }[];
  close(): Promise<void>;
}

/** A proxy that knows CONNECT, and what it was asked. With another status it refuses. */
export async function openConnectProxy(status = 200): Promise<ConnectProxy> {
  const asked: ConnectProxy['asked'] = [];
  const sockets: Socket[] = [];
  const server = createServer().on('connect', (request, socket: Socket) => {
    asked.push({ path: request.url ?? '', credential: String(request.headers['proxy-authorization']) });
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].forEach((one) => one.destroy()));
    sockets.push(socket, onward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
