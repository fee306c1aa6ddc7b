import { spawn } from 'node:child_process';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from './hostProcess';

const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitForPort(port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.unref().once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await wait(50);
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** Azurite in a child process, in memory. */
export async function startAzurite(): Promise<{ connectionString: string; stop(): void }> {
  const [blob, queue, table] = [await freePort(), await freePort(), await freePort()];
  const script = join(__dirname, '../../../node_modules/azurite/dist/src/azurite.js');
  const flags = ['--inMemoryPersistence', '--silent', '--skipApiVersionCheck', '--disableTelemetry'];
  const ports = ['--blobPort', String(blob), '--queuePort', String(queue), '--tablePort', String(table)];
  const child = spawn(process.execPath, [script, ...flags, ...ports], { stdio: 'ignore', cwd: temporaryFolder() });
  await Promise.all([waitForPort(blob), waitForPort(queue)]);
  const endpoints = `BlobEndpoint=http://127.0.0.1:${blob}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:${queue}/devstoreaccount1;`;
  const account = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${accountKey};`;
  return { connectionString: account + endpoints, stop: () => void child.kill('SIGKILL') };
}
