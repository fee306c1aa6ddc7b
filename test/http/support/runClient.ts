import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCertificates } from '../../../local/start/certificates';
import type { Api } from './api';
import { serveApi } from './serveApi';

/** Serves the API over TLS and runs a client program of this folder against it; answers the JSON that it prints. */
export async function runClient<T>(api: Api, program: string, request: object): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-tls-'));
  const { caPath, key, cert } = await ensureCertificates(folder);
  const served = await serveApi(api.handle, { key, cert });
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(__dirname, program), JSON.stringify({ ...request, endpoint: served.url })],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: caPath }, maxBuffer: 32 * 1024 * 1024 },
    );
    return JSON.parse(stdout) as T;
  } finally {
    await served.close();
    rmSync(folder, { recursive: true });
  }
}
