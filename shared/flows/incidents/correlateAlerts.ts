import { gatheredOf } from '../../core/alert/incident/incidentFacts';
import { sightingOf } from '../../core/alert/incident/sighting';
import type { Alert } from '../../model/alert';
import type { FindingDocument } from '../../model/documents/findings';
import type { OutboxDocument } from '../../model/documents/outbox';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';
import { noteRoot, noteSighting, relatedAlerts } from './relatedAlerts';
import { type IncidentPorts, saveIncident } from './saveIncident';

export interface CorrelateSummary {
  alerts: number;
  /** Incidents written. */
  incidents: number;
}

/** Two readings that agree are enough; more happen only while others write at the same time. */
const maxRounds = 4;

/**
 * Reads a batch of the findings feed and puts alerts that share an entity, directly or over others, into one incident. Everybody
 * first notes their alert at its entities and looks afterwards, and looks again when something was written: of two who work at
 * the same time at least one sees both. The same alerts make the same incident in any order, and a repeat changes nothing.
 */
export async function correlateAlerts(
  ports: IncidentPorts & Pick<Ports, 'profiles'>,
  documents: readonly FindingDocument[],
): Promise<CorrelateSummary> {
  const newest = new Map<string, OutboxDocument>();
  for (const document of documents) {
    if (document.kind === 'outbox' && document.item.of === 'alert' && canJoin(document.item.alert))
      newest.set(document.itemId, document);
  }
  const summary: CorrelateSummary = { alerts: newest.size, incidents: 0 };
  for (const document of newest.values()) {
    if (document.item.of === 'alert') summary.incidents += await correlate(ports, document, document.item.alert);
  }
  return summary;
}

/** What somebody called no attack, or asked for as a sample or a test, is no step of one. */
const canJoin = ({ isIncident, standsAlone, status }: Alert): boolean =>
  !isIncident && standsAlone === undefined && status !== 'Dismissed';

async function correlate(
  ports: IncidentPorts & Pick<Ports, 'profiles'>,
  { workspaceId, subscriptionId }: OutboxDocument,
  alert: Alert,
): Promise<number> {
  const sighting = sightingOf(alert, { workspaceId, subscriptionId });
  if (!sighting) return 0;
  await noteSighting(ports, workspaceId, sighting);
  let written = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const changed = await untilSaved(async () => {
      const related = await relatedAlerts(ports, sighting);
      if (new Set(related.sightings.map(({ kind }) => kind)).size < 2) return false;
      const saved = await saveIncident(
        ports,
        { workspaceId, subscriptionId, location: alert.location },
        related,
        gatheredOf(alert),
      );
      await noteRoot(ports, workspaceId, related);
      return saved;
    });
    if (!changed) break;
    written += 1;
  }
  return written;
}
