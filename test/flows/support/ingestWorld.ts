import { sources } from '../../../content/sources.generated';
import type { Detectors } from '../../../shared/core/detect/createDetectors';
import type { Finding, Observation, StatefulDetector } from '../../../shared/core/detect/detector';
import { attemptRule } from '../../../shared/core/detect/ssh/sshRules';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';
import type { HubBatch, HubMessage } from '../../../shared/core/ingest/hubMessages';
import { unpackPage } from '../../../shared/core/ingest/pages';
import { sortSources } from '../../../shared/core/ingest/normalise';
import type { IngestUnits } from '../../../shared/flows/ingestTelemetry';
import type { EventPage } from '../../../shared/model/eventPage';
import type { TelemetryEvent } from '../../../shared/model/telemetryEvent';

export const subscription = '00000000-0000-0000-0000-000000000001';
export const machine = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1`;
export const home = { tenantId: subscription, subscriptionId: subscription, location: 'local', workspaceId: 'default' };

export const isBad = ({ fields }: TelemetryEvent): boolean => fields.kind === 'bad';
export const isSeen = ({ fields }: TelemetryEvent): boolean => typeof fields.user === 'string';

export const findingOf = (event: TelemetryEvent, more: Partial<Finding> = {}): Finding => ({
  rule: { ...attemptRule, windowSeconds: 3600 },
  entityKey: `host|${event.fields.hostname as string}`,
  time: event.time,
  resourceId: event.resourceId,
  compromisedEntity: 'vm-1',
  entities: event.entities,
  eventIds: [event.id],
  extendedProperties: {},
  ...more,
});

/** Finds `kind: bad`, and observes twice what names a user. */
export const detectors: Detectors = {
  observe: (batch) => batch.filter(isBad).map((event) => findingOf(event)),
  observationsOf: (event) =>
    isSeen(event)
      ? ['first', 'second'].map((word): Observation => ({
          detector: 'ledger',
          entityKey: `user|${event.fields.user as string}`,
          time: event.time,
          resourceId: event.resourceId,
          eventId: event.id,
          data: { word },
        }))
      : [],
};

/** Remembers everything it was ever told. */
export const ledger: StatefulDetector = {
  id: 'ledger',
  keyOf: (event) => detectors.observationsOf(event),
  observe: (_, observations, state) => ({
    findings: [],
    state: {
      told: [
        ...((state?.told as string[] | undefined) ?? []),
        ...observations.map(({ eventId, data }) => `${eventId} ${data.word as string}`),
      ],
    },
  }),
  cases: [],
};

export const units: IngestUnits = { sources: sortSources(sources), detectors, limits: defaultDecodeLimits, home };

/** Messages of one partition, one every ten minutes from `start`. */
export function messagesOf(bodies: (string | Uint8Array)[], start = Date.parse('2026-11-21T06:55:00Z')): HubMessage[] {
  return bodies.map((body, sequence) => ({
    body: Buffer.from(body),
    sequence,
    enqueuedAt: new Date(start + sequence * 600_000).toISOString(),
    properties: { resourceId: machine },
  }));
}

export const batchOf = (messages: HubMessage[], partitionId = '0'): HubBatch => ({ partitionId, messages });

export async function storedEvents(pages: EventPage[]): Promise<TelemetryEvent[]> {
  return (await Promise.all(pages.map(unpackPage))).flat();
}
