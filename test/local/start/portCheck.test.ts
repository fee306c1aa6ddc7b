import { type AddressInfo, createServer } from 'node:net';
import type { Ports } from '../../../local/start/options';
import { checkPortsFree } from '../../../local/start/portCheck';
import { freePort } from '../host/azuriteProcess';

jest.setTimeout(20_000);
async function eightFree(): Promise<Ports> {
  const names = ['api', 'tls', 'issuer', 'cosmos', 'hubs', 'blob', 'queue', 'table'];
  const ports: [string, number][] = [];
  for (const name of names) ports.push([name, await freePort()]);
  return Object.fromEntries(ports) as unknown as Ports;
}
async function occupied() {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port };
}

test('free ports pass', async () => {
  await expect(checkPortsFree(await eightFree())).resolves.toBeUndefined();
});

test('a port in use is named with its purpose and the option that moves it', async () => {
  const { server, port } = await occupied();
  await expect(checkPortsFree({ ...(await eightFree()), hubs: port })).rejects.toThrow(
    `Port ${port} for the Event Hubs endpoint is already in use; choose another with --hubs-port`,
  );
  server.close();
});

test('a port that a former start lets go of a moment later passes', async () => {
  const { server, port } = await occupied();
  setTimeout(() => server.close(), 300);
  await expect(checkPortsFree({ ...(await eightFree()), api: port })).resolves.toBeUndefined();
});
