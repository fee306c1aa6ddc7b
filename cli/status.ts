import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { developmentPrincipals } from '../local/issuer/developmentPrincipals';
import { openIssuer } from '../local/issuer/issuer';
import { apiClient } from '../local/start/apiClient';
import { readEndpoints } from '../local/start/endpoints';
import { printState } from '../local/start/printSummary';
import { gatherState } from '../local/start/summary';

/** Prints what the API knows now; `--json` for programs. */
export async function statusCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string', default: '.skywarden' }, json: { type: 'boolean', default: false } },
  });
  const data = resolve(values.data);
  const { api } = readEndpoints(data);
  const issuer = await openIssuer(join(data, 'issuer'));
  const client = apiClient(api, () => issuer.issueToken({ oid: developmentPrincipals['Security Reader'] }));
  const state = await gatherState(client);
  if (values.json) console.log(JSON.stringify(state));
  else printState(state, (line) => console.log(line));
}
