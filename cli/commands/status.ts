import { join, resolve } from 'node:path';
import { developmentPrincipals } from '../../local/issuer/developmentPrincipals';
import { openIssuer } from '../../local/issuer/issuer';
import { apiClient } from '../../local/start/apiClient';
import { readEndpoints } from '../../local/start/endpoints';
import { printState } from '../../local/start/printSummary';
import { gatherState } from '../../local/start/summary';
import { type PrintedMetrics, printMetrics } from '../printMetrics';
import { readOptions } from '../readOptions';
import type { Command } from '../command';

export const command: Command = {
  name: 'status',
  summary: 'what came in and what is known: inventory, recommendations, secure score, alerts',
  run: statusCommand,
};

/** Prints what came in and what the API knows now; `--json` for programs. */
async function statusCommand(args: string[]): Promise<void> {
  const { values } = readOptions(
    {
      args,
      options: { data: { type: 'string', default: '.skywarden' }, json: { type: 'boolean', default: false } },
    },
    'Usage: skywarden status [--data DIR] [--json]',
  );
  const data = resolve(values.data);
  const { api } = readEndpoints(data);
  const issuer = await openIssuer(join(data, 'issuer'));
  const client = apiClient(api, () => issuer.issueToken({ oid: developmentPrincipals['Security Reader'] }));
  const state = await gatherState(client);
  const metrics = await client.get<PrintedMetrics>('/api/v1/metrics');
  if (values.json) return console.log(JSON.stringify({ ...state, metrics }));
  printMetrics(metrics, (line) => console.log(line));
  printState(state, (line) => console.log(line));
}
