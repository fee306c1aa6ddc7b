import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { homeSubscription, type RunningPlatform } from './platform';

const program = join(__dirname, 'armClient.cjs');

/** What the unmodified `@azure/arm-security` reads over TLS, trusting the platform's certificate authority. */
export async function armSecurity<T>(platform: RunningPlatform, what: string, token?: string): Promise<T[]> {
  const { tls, certificateAuthority } = platform.endpoints;
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificateAuthority };
  const args = [program, tls, homeSubscription, token ?? (await platform.token('Security Reader')), what];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as T[];
}
