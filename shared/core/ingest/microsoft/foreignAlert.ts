import type { Severity } from '../../../model/alert';
import type { Json, JsonObject } from '../../../model/json';
import { asText, isObject, jsonField } from '../field';

/**
 * An alert that another product raised, in one set of names whatever its dialect: what is needed to make an alert of it. Stands in
 * the field `alert` of its event.
 */
export interface ForeignAlert {
  /** The sender's own, equal for an update of the alert. */
  id: string;
  /** The product's own name. */
  productName: string;
  vendorName?: string;
  alertType: string;
  title: string;
  description: string;
  severity: Severity;
  /** As sent: `New`, `InProgress`, `resolved`, .. */
  status: string;
  /** MITRE tactics and techniques, or the product's own categories. */
  tactics: string[];
  techniques: string[];
  compromisedEntity: string;
  remediationSteps: string[];
  startTime: string;
  endTime: string;
  link: string;
  /** When the product told this; of two messages about one alert the later counts. */
  updatedTime?: string;
  /** For senders that tell every event as an alert of its own: those of one group within an hour are one alert. */
  group?: string;
  /** What else is worth keeping, by a name for people. */
  properties?: Record<string, string>;
}

const severities: Record<string, Severity> = { high: 'High', critical: 'High', medium: 'Medium', low: 'Low' };
const maxProperties = 40;

/** Members of an object that are texts, numbers or booleans, as texts. */
export function textProperties(value: Json | undefined): Record<string, string> {
  const opened = jsonField(value);
  if (!isObject(opened)) return {};
  const texts = Object.entries(opened).map(([name, member]) => [name, asText(member)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== '').slice(0, maxProperties));
}

/** What has no known severity is informational. */
export const severityOf = (text: string): Severity =>
  Object.hasOwn(severities, text.toLowerCase()) ? severities[text.toLowerCase()]! : 'Informational';

/** A list of texts as a list, as JSON text, or joined by commas. */
export function textList(value: Json | undefined): string[] {
  const opened = jsonField(value) ?? value;
  const list = Array.isArray(opened) ? opened.map(asText) : asText(opened).split(',');
  return list.map((text) => text.trim()).filter((text) => text !== '');
}

/** As a field of an event: empty members left out. */
export function alertField(alert: ForeignAlert): JsonObject {
  const said = Object.entries(alert).filter(([, value]: [string, object | string]) => Object.keys(value).length > 0);
  return { alert: Object.fromEntries(said) as JsonObject };
}
