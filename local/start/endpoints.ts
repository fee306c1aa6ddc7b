import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const endpointsSchema = z.object({
  api: z.string(),
  tls: z.string(),
  hubs: z.string(),
  certificateAuthority: z.string(),
});

/** Where the parts of a running platform are reached; holds keys, so only its owner may read it. */
export type Endpoints = z.infer<typeof endpointsSchema>;

export function writeEndpoints(data: string, endpoints: Endpoints): void {
  writeFileSync(join(data, 'endpoints.json'), JSON.stringify(endpoints, null, 2), { mode: 0o600 });
}

/** Throws an Error that says what to do when nothing was started with that folder. */
export function readEndpoints(data: string): Endpoints {
  try {
    return endpointsSchema.parse(JSON.parse(readFileSync(join(data, 'endpoints.json'), 'utf8')));
  } catch (error) {
    throw new Error(
      `Nothing was started with the folder ${data}: run npm start first, or name its folder with --data`,
      {
        cause: error,
      },
    );
  }
}
