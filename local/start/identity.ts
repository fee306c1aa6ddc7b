import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const identitySchema = z.object({
  /** Owner of leases, partitions and messages: the same after a crash, so that work goes on at once. */
  ownerId: z.string(),
  cosmosKey: z.string(),
  hubKey: z.string(),
  secretsKey: z.string(),
});

export type Identity = z.infer<typeof identitySchema>;

/** Keys of this data folder, made at first start and readable by its owner only. */
export function identityOf(data: string): Identity {
  const file = join(data, 'identity.json');
  if (existsSync(file)) return identitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const identity: Identity = {
    ownerId: `local-${randomBytes(6).toString('hex')}`,
    cosmosKey: randomBytes(64).toString('base64'),
    hubKey: randomBytes(32).toString('base64'),
    secretsKey: `local:${randomBytes(32).toString('base64')}`,
  };
  writeFileSync(file, JSON.stringify(identity, null, 2), { mode: 0o600 });
  return identity;
}
