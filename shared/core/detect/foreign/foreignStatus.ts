import type { AlertStatus } from '../../../model/alert';

const statuses: Readonly<Record<string, AlertStatus>> = {
  inprogress: 'InProgress',
  // Security Hub: a reviewer has told the owner of the resource
  notified: 'InProgress',
  resolved: 'Resolved',
  closed: 'Resolved',
  remediated: 'Resolved',
  archived: 'Resolved',
  inactive: 'Resolved',
  dismissed: 'Dismissed',
  suppressed: 'Dismissed',
  falsepositive: 'Dismissed',
};

/** The state of an alert at its sender in our words; what is new or not known here is Active. */
export function foreignStatus(status: string): AlertStatus {
  const word = status.toLowerCase().replace(/[^a-z]/g, '');
  return Object.hasOwn(statuses, word) ? statuses[word]! : 'Active';
}
