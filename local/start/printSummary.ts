import type { State, Summary } from './summary';

const lastName = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** The summary for people. */
export function printSummary(summary: Summary, print: (line: string) => void): void {
  const { received, stored, duplicates, quarantined } = summary.telemetry;
  print('');
  print(
    `Telemetry        ${received} records in: ${stored} stored, ${duplicates} duplicates, ${quarantined} quarantined`,
  );
  printState(summary, print);
  const { events, delivered, parked } = summary.exported;
  print(
    `Exported         ${events} events on the hub 'export'; ${delivered} delivered, ${parked} parked since the start`,
  );
}

/** What the API knows; long lists show their first rows. */
export function printState(summary: State, print: (line: string) => void): void {
  print(`Inventory        ${summary.inventory.length} resources`);
  rows(
    summary.inventory,
    8,
    ({ id, type, unhealthy }) => print(`  ${cut(lastName(id), 28)} ${cut(type, 40)} ${unhealthy} unhealthy`),
    print,
  );
  print(`Recommendations  ${summary.recommendations.length}`);
  const byState = [...summary.recommendations].sort((a, b) => order(a.state) - order(b.state));
  rows(
    byState,
    14,
    ({ name, state, resource, reason }) =>
      print(`  ${cut(state, 14)} ${cut(lastName(resource), 20)} ${cut(name, 60)} ${reason}`),
    print,
  );
  for (const { subscription, current, max, percentage, controls } of summary.scores) {
    print(`Secure score     ${current} of ${max} (${(percentage * 100).toFixed(0)} %) in subscription ${subscription}`);
    for (const control of controls.filter((candidate) => candidate.healthy + candidate.unhealthy > 0)) {
      print(
        `  ${cut(control.name, 44)} ${String(control.current).padStart(5)} of ${control.max}   ${control.healthy} healthy, ${control.unhealthy} unhealthy`,
      );
    }
  }
  print(`Alerts           ${summary.alerts.length}`);
  rows(
    summary.alerts,
    10,
    ({ name, severity, entity, time }) =>
      print(`  ${cut(severity, 8)} ${time.slice(0, 19)} ${cut(entity, 24)} ${name}`),
    print,
  );
}

const order = (state: string): number => ['Unhealthy', 'NotApplicable', 'Healthy'].indexOf(state);

function rows<T>(items: T[], most: number, show: (item: T) => void, print: (line: string) => void): void {
  items.slice(0, most).forEach(show);
  if (items.length > most) print(`  … and ${items.length - most} more`);
}
