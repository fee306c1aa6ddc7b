import type { JsonObject } from '../../../model/json';
import { field, isObject, textField } from '../../ingest/field';

/** Extended property of every alert that is taken over: it comes back with the alert wherever that is exported to. */
export const takenOverBy = { name: 'Taken over by', value: 'Skywarden' } as const;

/**
 * Whether an alert that arrives as telemetry is one that Skywarden exported: its own name the vendor or have an alert type of
 * ours, those it took over carry a mark. Without this an export that is read again would raise alerts for ever.
 */
export function isOwnAlert(alert: JsonObject, record: JsonObject): boolean {
  const properties = field(alert, 'properties');
  const marked = isObject(properties) && textField(properties, takenOverBy.name) === takenOverBy.value;
  const vendors = [textField(alert, 'vendorName'), textField(record, 'VendorName')];
  return (
    marked ||
    textField(alert, 'alertType').startsWith('Skywarden_') ||
    vendors.some((vendor) => vendor.toLowerCase() === 'skywarden')
  );
}
