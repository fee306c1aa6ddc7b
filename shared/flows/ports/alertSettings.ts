import type { PlansDocument, SuppressionRuleDocument } from '../../model/documents/settings';

/** What decides about new alerts of a subscription. */
export interface AlertSettingStore {
  /** All of it, in one read. */
  of(subscriptionId: string): Promise<{ rules: SuppressionRuleDocument[]; plans: PlansDocument | undefined }>;
  rule(subscriptionId: string, name: string): Promise<SuppressionRuleDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  saveRule(document: SuppressionRuleDocument): Promise<SuppressionRuleDocument>;
  /** Throws Conflict when another version is there; one that is gone already is no error. */
  removeRule(document: SuppressionRuleDocument): Promise<void>;
  plans(subscriptionId: string): Promise<PlansDocument | undefined>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  savePlans(document: PlansDocument): Promise<PlansDocument>;
}
