import type { Alert, AlertStatus } from '../model/alert';
import type { AlertDocument } from '../model/documents/findings';
import { allPages } from './allPages';
import type { Ports } from './ports';

const dayMs = 24 * 3600 * 1000;
const pageRows = 250;
/** What one answer may read. */
const maxExamined = 10_000;

/** The newest alerts of a scope that began within so many days; `complete` is false when there were too many to look at. */
export async function recentAlerts(
  { findings, now }: Pick<Ports, 'findings' | 'now'>,
  { scope, days, statuses }: { scope: string; days: number; statuses?: readonly AlertStatus[] },
  visit: (alert: Alert, document: AlertDocument) => void,
): Promise<{ from: string; to: string; examined: number; complete: boolean }> {
  const to = now();
  const from = new Date(to.getTime() - days * dayMs).toISOString();
  let examined = 0;
  const answer = (complete: boolean) => ({ from, to: to.toISOString(), examined, complete });
  for await (const document of allPages(
    (options) => findings.alerts({ scope, since: from, statuses }, options),
    pageRows,
  )) {
    if (examined >= maxExamined) return answer(false);
    examined += 1;
    visit(document.alert, document);
  }
  return answer(true);
}
