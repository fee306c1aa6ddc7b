import { alertFromFinding } from '../core/alert/alertFromFinding';
import { mergeAlert } from '../core/alert/mergeAlert';
import { alertId, partitionOf } from '../core/documentIds';
import { isPlanOn } from '../core/alert/plans';
import { suppressedBy } from '../core/alert/suppression/suppresses';
import type { Finding } from '../core/detect/detector';
import type { Alert } from '../model/alert';
import type { AlertDocument } from '../model/documents/findings';
import type { OutboxDocument } from '../model/documents/outbox';
import type { Partition } from '../model/documents/stored';
import type { PlanStates } from '../model/plan';
import type { SuppressionRule } from '../model/suppressionRule';
import { isStorableId, parseResourceId } from '../model/resourceId';
import { outboxDocument } from './outboxDocument';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';
import type { Home as WholeHome } from './saveSnapshots';
import { untilSaved } from './untilSaved';

type Home = Pick<WholeHome, 'subscriptionId' | 'location' | 'workspaceId'>;

const alertSeconds = 90 * 24 * 3600;

/**
 * Turns findings into alerts. An alert's id comes from rule, entity and window, so the same finding again is the same
 * alert: the first successful create fixes its start and name, later ones are merged, and what was counted is not counted
 * again. Findings of one alert are written together. Those of a plan that is off raise none, and suppression rules dismiss
 * what is new. Answers how many alerts are new.
 */
export async function raiseAlerts(
  ports: Pick<Ports, 'now' | 'findings' | 'alertSettings'>,
  home: Home,
  findings: Finding[],
): Promise<number> {
  const context = { location: home.location, now: ports.now().toISOString() };
  const groups = new Map<string, Finding[]>();
  const own = await ownAlerts(ports, home, findings);
  const here = findings.filter((one) => !own.has(one)).map((one) => placed(one, home));
  const settings = await settingsOf(ports, here);
  for (const finding of here.filter((one) => isWanted(one, settingsFor(settings, one)))) {
    const { guid } = alertFromFinding(finding, context);
    groups.set(guid, [...(groups.get(guid) ?? []), finding]);
  }
  let created = 0;
  for (const group of groups.values()) {
    const opened = group.slice(1).reduce(merged, alertFromFinding(group[0]!, context));
    const fresh = suppressed(opened, settingsFor(settings, group[0]!).rules, ports.now());
    if (await untilSaved(() => raise(ports, home, fresh, group))) created += 1;
  }
  return created;
}

interface AlertSettings {
  rules: SuppressionRule[];
  plans: PlanStates;
}

/** One read for each subscription that findings are about, made anew every time: what was just set counts at once. */
async function settingsOf(
  ports: Pick<Ports, 'alertSettings'>,
  findings: readonly Finding[],
): Promise<Map<string, AlertSettings>> {
  const settings = new Map<string, AlertSettings>();
  for (const id of new Set(findings.map(({ resourceId }) => parseResourceId(resourceId).subscriptionId))) {
    const { rules, plans } = await ports.alertSettings.of(id);
    settings.set(id, { rules: rules.map(({ rule }) => rule), plans: plans?.plans ?? {} });
  }
  return settings;
}

const settingsFor = (settings: Map<string, AlertSettings>, { resourceId }: Finding): AlertSettings =>
  settings.get(parseResourceId(resourceId).subscriptionId)!;

/** Plans are ours: what another product detected, or somebody asked for, does not depend on them. */
const isWanted = ({ foreign, asked, rule }: Finding, { plans }: AlertSettings): boolean =>
  foreign !== undefined || asked === true || isPlanOn(plans, rule.productComponentName);

function suppressed(alert: Alert, rules: readonly SuppressionRule[], now: Date): Alert {
  const name = suppressedBy(rules, alert, now);
  return name === undefined ? alert : { ...alert, status: 'Dismissed', suppressedBy: name };
}

/** Findings about no resource of a subscription, or about an id that no document could carry, belong to the home subscription. */
function placed(finding: Finding, home: Home): Finding {
  const { subscriptionId } = parseResourceId(finding.resourceId);
  if (subscriptionId !== '' && isStorableId(finding.resourceId)) return finding;
  const named = finding.resourceId && { 'Reported resource': finding.resourceId };
  return {
    ...finding,
    resourceId: `/subscriptions/${home.subscriptionId}`,
    extendedProperties: { ...finding.extendedProperties, ...named },
  };
}

const nameOfAlert = /^\d{19}_([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** Foreign alerts under the name of an alert that is kept here: it was exported, lost its marks on the way, and came back. */
async function ownAlerts(
  ports: Pick<Ports, 'findings'>,
  home: Home,
  findings: readonly Finding[],
): Promise<ReadonlySet<Finding>> {
  const own = new Set<Finding>();
  for (const finding of findings) {
    const name = finding.foreign?.id.toLowerCase() ?? '';
    const guid = nameOfAlert.exec(name)?.[1];
    if (guid === undefined) continue;
    const { subscriptionId } = parseResourceId(placed(finding, home).resourceId);
    for (const place of new Set([subscriptionId, home.subscriptionId])) {
      const known = await ports.findings.alert(place, guid);
      if (known?.alert.name === name) own.add(finding);
    }
  }
  return own;
}

const merged = (alert: Alert, finding: Finding): Alert => mergeAlert(alert, finding) ?? alert;

async function raise(
  ports: Pick<Ports, 'now' | 'findings'>,
  home: Home,
  fresh: Alert,
  findings: Finding[],
): Promise<boolean> {
  const partition = partitionOf(fresh.resourceId);
  const told = fresh.foreign && (await toldBefore(ports, home, partition, fresh));
  try {
    if (!told) {
      await ports.findings.save(documentsOf(ports, home, partition, fresh, 1));
      return true;
    }
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  const stored = told ?? (await ports.findings.alert(partition.subscriptionId, fresh.guid, partition));
  if (!stored) throw new Conflict('The alert was there and is gone');
  const alert = findings.reduce(merged, stored.alert);
  if (alert === stored.alert) return false;
  const { subscriptionId, rootId } = stored;
  const [item, outbox] = documentsOf(ports, home, { subscriptionId, rootId }, alert, stored.version + 1);
  await ports.findings.save([{ ...item, _etag: stored._etag! }, outbox]);
  return false;
}

/** An update may name another resource than the first message about a foreign alert, or none: the alert stays where it is. */
async function toldBefore(
  ports: Pick<Ports, 'findings'>,
  home: Home,
  { subscriptionId }: Partition,
  { guid }: Alert,
): Promise<AlertDocument | undefined> {
  for (const place of new Set([subscriptionId, home.subscriptionId])) {
    const found = await ports.findings.alert(place, guid);
    if (found) return found;
  }
  return undefined;
}

function documentsOf(
  ports: Pick<Ports, 'now'>,
  home: Home,
  partition: Partition,
  alert: Alert,
  version: number,
): [AlertDocument, OutboxDocument] {
  const id = alertId(alert.guid);
  const shared = { ...partition, workspaceId: home.workspaceId, resourceId: alert.resourceId, version };
  return [
    { ...shared, id, kind: 'alert', ttl: alertSeconds, alert },
    outboxDocument(
      { ...shared, itemId: id, at: ports.now().toISOString() },
      { of: 'alert', change: version === 1 ? 'created' : 'updated', alert },
    ),
  ];
}
