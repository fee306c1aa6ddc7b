import type { Entity } from '../../model/entity';
import type { ForeignFacts, Intent, Severity } from '../../model/alert';
import type { JsonObject } from '../../model/json';
import type { TelemetryEvent } from '../../model/telemetryEvent';

/** What a detection says of itself; carried into every alert it raises. */
export interface Rule {
  /** UUID. */
  id: string;
  alertType: string;
  displayName: string;
  description: string;
  severity: Severity;
  intent: Intent;
  /** MITRE ATT&CK ids: T1110, T1110.001. */
  techniques: string[];
  /** The Defender plan behind the alert: VirtualMachines, Arm, ... */
  productComponentName: string;
  remediationSteps: string[];
  author?: string;
  license?: string;
  references?: string[];
  /** A test or a sample: its alerts join no incident. */
  standsAlone?: true;
  /** Id of a rule that tells of the same act by another record: findings of both about one entity are one alert. */
  sameAlertAs?: string;
  /** Findings of one rule and entity within this many seconds are one alert with several occurrences. */
  windowSeconds: number;
}

/** One hit of a rule. Findings of the same rule, `entityKey` and window become one alert. */
export interface Finding {
  rule: Rule;
  entityKey: string;
  /** When given, findings of this identity are one alert, whatever their resource and time. */
  identity?: string;
  /** Asked for by somebody, as sample alerts are: it is raised although its plan is off. */
  asked?: true;
  /** What another product says of the alert that it raised. */
  foreign?: ForeignFacts;
  /** ISO time of the (last) event behind it. */
  time: string;
  resourceId: string;
  compromisedEntity: string;
  entities: Entity[];
  /** Content ids of the events behind it: what was counted once is not counted again. */
  eventIds: string[];
  extendedProperties: Record<string, string>;
}

/** Stateless and pure: same events, same findings. */
export interface Detector {
  id: string;
  observe(batch: TelemetryEvent[]): Finding[];
}

/** What one event says about one entity, sent to the `signals` hub under `entityKey`. */
export interface Observation {
  detector: string;
  entityKey: string;
  time: string;
  resourceId: string;
  eventId: string;
  data: JsonObject;
  /** Another one of the entity with the same data in the same hour says nothing more: of those in a batch one is sent. */
  onceAnHour?: true;
}

export type EventKind = Pick<TelemetryEvent, 'source' | 'logSource'>;

/** Remembers per entity. Pure: the state goes in and comes out (JSON, under 4 KB). */
export interface StatefulDetector {
  id: string;
  /**
   * False for events of a source and log source of which `keyOf` says nothing, whatever they hold. Asked once for each such kind.
   */
  concerns?(kind: EventKind): boolean;
  keyOf(event: TelemetryEvent): Observation[];
  /**
   * Keys of other entities of this detector whose state `observe` wants to look at; asked with what it will be given. They may be
   * a little behind: for doubts, not for counts.
   */
  beside?(entityKey: string, observations: Observation[], state: JsonObject | undefined): string[];
  observe(
    entityKey: string,
    observations: Observation[],
    state: JsonObject | undefined,
    beside?: ReadonlyMap<string, JsonObject>,
  ): { findings: Finding[]; state: JsonObject };
  cases: StatefulCase[];
}

/** Raw bodies that go through the real sources, in order, and the alert types that must come out. */
export interface StatefulCase {
  name: string;
  bodies: string[];
  expect: string[];
}
