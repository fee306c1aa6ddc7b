import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { pageStore } from '../../shared/adapters/cosmos/pages';
import { searchEvents } from '../../shared/flows/searchEvents';
import { startDeployedCosmos } from '../adapters/support';
import { benchPages } from './queryEvents';

/** Typical hunts, from the narrow to those that read everything. */
const hunts = [
  [
    'a host in two hours',
    'Events | where Host == "web-17" and TimeGenerated > ago(2h) | project TimeGenerated, Source, exe, message',
  ],
  ['a host in a day, by hour', 'Events | where Host == "web-17" | summarize count() by bin(TimeGenerated, 1h), Source'],
  [
    'an address in a day',
    'syslog | where set_has_element(Addresses, "203.0.113.66") | project TimeGenerated, Host, Account',
  ],
  [
    'an account in an hour',
    'Events | where Account == "user7" and TimeGenerated > ago(1h) | summarize count() by Host',
  ],
  [
    'failed sign-ins of an hour',
    'syslog | where TimeGenerated > ago(1h) and message startswith "Failed" | summarize n = count(), dcount(Address) by Account | top 10 by n',
  ],
  ['a word in a day', 'search "exfiltrate" | project TimeGenerated, Host, cmdline'],
  ['all of a day, by source', 'Events | summarize count(), dcount(Host) by Source, bin(TimeGenerated, 1h)'],
] as const;

/** Stores events as pages behind the local Cosmos endpoint, then runs each hunt, with the limits of a request. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } });
  const count = Number(values.events);
  const cosmos = await startDeployedCosmos();
  try {
    const pages = pageStore(cosmos.containers);
    const now = Date.now();
    let [stored, events] = [0, 0];
    const started = performance.now();
    for await (const some of benchPages(count, now)) {
      await pages.append(some);
      stored += some.length;
      events += some.reduce((sum, page) => sum + page.count, 0);
    }
    console.log(
      `${availableParallelism()} x ${cpus()[0]?.model.trim() ?? ''}, Node ${process.versions.node}; the Cosmos endpoint runs in the same process`,
    );
    console.log(
      `${events} events in ${stored} pages stored in ${((performance.now() - started) / 1_000).toFixed(1)} s\n`,
    );
    console.log('hunt                        |    time | rows | pages read | events scanned |      RU | cut by');
    const ports = { pages, now: () => new Date() };
    const scope = { workspaceId: 'default', mayRead: () => true };
    for (const [name, query] of hunts) {
      const before = performance.now();
      const { rows, statistics, limits } = await searchEvents(ports, scope, { query, top: 10_000 });
      const cells = [
        name.padEnd(27),
        `${((performance.now() - before) / 1_000).toFixed(2)} s`.padStart(7),
        String(rows.length).padStart(4),
        String(statistics.pagesRead).padStart(10),
        String(statistics.eventsScanned).padStart(14),
        statistics.requestUnits.toFixed(0).padStart(7),
        limits.join(' '),
      ];
      console.log(cells.join(' | '));
    }
  } finally {
    await cosmos.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
