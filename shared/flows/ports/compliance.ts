import type {
  AttestationDocument,
  ComplianceDocument,
  StandardDocument,
  StandardSwitchesDocument,
} from '../../model/standard';

export interface ComplianceKept {
  attestations: AttestationDocument[];
  standards: StandardDocument[];
  switches: StandardSwitchesDocument | undefined;
}

/** What a subscription says of standards beyond what is shipped. Names are compared without case. */
export interface ComplianceStore {
  /** All of it, in one read. */
  of(subscriptionId: string): Promise<ComplianceKept>;
  attestation(subscriptionId: string, standard: string, control: string): Promise<AttestationDocument | undefined>;
  standard(subscriptionId: string, name: string): Promise<StandardDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version; answers the stored document. Throws Conflict. */
  save<T extends ComplianceDocument>(document: T): Promise<T>;
  /** Throws Conflict when another version is there or it is gone. */
  remove(document: ComplianceDocument): Promise<void>;
}
