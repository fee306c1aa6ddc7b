import type { RuleSwitchesDocument } from '../../model/ruleSwitches';

/** A file with rules of users, as it stands in the container `rules`. */
export interface RuleFile {
  /** Path within the container; it ends with .yml or .yaml. */
  name: string;
  etag: string;
  bytes: number;
  /** ISO 8601, UTC. */
  changedAt: string;
}

export interface RuleFileStore {
  /** In the order of their names; no more than are used, and one. */
  list(): Promise<RuleFile[]>;
  /** Throws Conflict when it was replaced by another version than the one given. */
  read(name: string, etag?: string): Promise<{ text: string; etag: string } | undefined>;
  /** Creates (no etag) or replaces that version; answers the new etag. Throws Conflict. */
  save(name: string, text: string, etag: string | undefined): Promise<string>;
  /** Throws Conflict when another version is there or it is gone. */
  remove(name: string, etag: string): Promise<void>;
}

/** Which detections were switched off. */
export interface RuleSwitchStore {
  get(): Promise<RuleSwitchesDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  save(document: RuleSwitchesDocument): Promise<void>;
}
