import type { Json, JsonObject } from './json';

/** One member that changed, by JSON Pointer (RFC 6901) into the normal form of the resource; null means absent. */
export interface MemberChange {
  path: string;
  before: Json;
  after: Json;
}

/** Why a change lets more through than before. `reason` is one PascalCase word, `detail` a sentence. */
export interface Weakening {
  reason: string;
  detail: string;
  severity: 'Informational' | 'Low' | 'Medium' | 'High';
}

export interface Caller {
  name: string;
  address?: string;
  correlationId?: string;
}

/** A change of an NSG, route table, firewall or public address. `at` is when it was made, or first seen (ISO, UTC). */
export interface NetworkChange {
  id: string;
  resourceId: string;
  resourceType: string;
  at: string;
  operation: 'created' | 'updated' | 'deleted';
  /** What told of it first. */
  seenIn: 'snapshot' | 'activityLog';
  caller?: Caller;
  /** Empty when nobody told what was written: a later snapshot fills it. */
  changes: MemberChange[];
  /** Changes left out of a list that was too long. */
  omitted?: number;
  weakenings: Weakening[];
  /** It was told after a snapshot that no longer shows it: the diff leads from that snapshot to what was written. */
  isReverted?: true;
  /** Why it could not be judged whether more gets through. */
  notJudged?: string;
  /** Guid of the alert. */
  alert?: string;
}

/** The configuration known last, in normal form: null when the resource is gone, absent when nobody told it yet. */
export interface NetworkState {
  config?: JsonObject | null;
  /** Of the first sighting since which every change was recorded; what was done before was not compared with anything. */
  since?: string;
  /** Of the newest sighting behind `config`. */
  observedAt: string;
  /** Of the newest snapshot; absent when the configuration was told by something else since. */
  contentHash?: string;
  /** Acts of the activity log that are counted, newest last. */
  acts: string[];
  /** The newest change: who did it, or what it was, may be told later. */
  last?: {
    id: string;
    at: string;
    hasCaller: boolean;
    isTold: boolean;
    /** Where an act told what it asked for, by JSON Pointer: the platform adds its defaults to that. */
    within?: string[];
  };
}
