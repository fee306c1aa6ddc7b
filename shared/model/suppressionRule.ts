export const suppressionStates = ['Enabled', 'Disabled', 'Expired'] as const;

/** One condition on the entities of an alert: `entities.ip.address` is any of, or contains. Compared without case. */
export interface ScopeElement {
  field: string;
  in?: string[];
  contains?: string;
}

/** `Microsoft.Security/alertsSuppressionRules` (2019-01-01-preview). */
export interface SuppressionRule {
  name: string;
  /** `*` is every type. */
  alertType: string;
  reason: string;
  comment?: string;
  state: (typeof suppressionStates)[number];
  /** ISO; null is never. */
  expirationDateUtc: string | null;
  lastModifiedUtc: string;
  /** All must hold; null is no condition. */
  allOf: ScopeElement[] | null;
}
