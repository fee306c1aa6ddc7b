import { createServer } from 'node:http';

/** Serves the public keys of the development issuer, where the app looks for those of Entra in Azure. */
export async function serveKeys(port: number, jwks: object): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url === '/jwks.json';
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(found ? JSON.stringify(jwks) : '{}');
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return () =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
}
