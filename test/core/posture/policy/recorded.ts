import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '../../../../shared/model/json';

/** Recorded definitions and resources beside the project; tests over them are skipped where the folder is absent. */
const folder = join(__dirname, '../../../../../shared/policy');
export const hasRecorded = existsSync(join(folder, 'definitions.ndjson.gz'));

export const recorded = (name: 'definitions' | 'resources' | 'initiatives'): JsonObject[] =>
  gunzipSync(readFileSync(join(folder, `${name}.ndjson.gz`)))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JsonObject);
