import type { JsonObject } from '../../../model/json';
import type { DetectionEntry } from './detectionEntry';
import { exampleAlert } from './exampleAlert';

const head = `# Alert catalogue

Every type of alert that Skywarden raises by itself: which detections raise it, what telemetry each of them needs, and what an
alert of the type looks like on the export hub. Alerts of other products that come in as telemetry keep the type their product gave
them. The API tells the same: \`GET /api/v1/detections\`, and with a whole example \`GET /api/v1/detections/{id}\`.

This page is written by \`node scripts/writeAlertCatalogue.mjs\` from the detections and their cases. The values in the examples are nobody's.
`;

/** A page of Markdown: an overview, then each alert type with its detections and one example. */
export function cataloguePage(entries: readonly DetectionEntry[]): string {
  const types = groupedByType(entries);
  const counts = `${entries.length} detections raise ${types.length} types of alerts.`;
  const overview = types.map(([type, [first]]) => `| [${type}](#${type.toLowerCase()}) | ${first!.rule.intent} |`);
  const parts = [head, `${counts}\n`, '| alert type | tactic |', '|---|---|', ...overview, '', ...whole(entries)];
  return [...parts, ...types.map(([type, of]) => section(type, of))].join('\n');
}

function groupedByType(entries: readonly DetectionEntry[]): [string, DetectionEntry[]][] {
  const types = new Map<string, DetectionEntry[]>();
  for (const entry of entries) types.set(entry.rule.alertType, [...(types.get(entry.rule.alertType) ?? []), entry]);
  return [...types];
}

function section(type: string, entries: readonly DetectionEntry[]): string {
  const example = entries.map((entry) => entry.example()).find((finding) => finding !== undefined);
  return [
    `## ${type}`,
    '',
    ...entries.flatMap(described),
    ...(example === undefined ? [] : ['```json', jsonLines(particulars(exampleAlert(example))), '```', '']),
  ].join('\n');
}

function described({ rule, kind, file, dataNeed, falsePositives }: DetectionEntry): string[] {
  const facts = [
    `${rule.severity}, ${rule.intent}${rule.techniques.length > 0 ? ` (${rule.techniques.join(', ')})` : ''}`,
    `plan ${rule.productComponentName}`,
    file === '' ? kind : `${kind} \`${file.replace(/^content\/detections\//, '')}\``,
  ];
  return [
    `**${rule.displayName}** · ${facts.join(' · ')}`,
    '',
    rule.description.replace(/\s+/g, ' ').trim(),
    '',
    ...(dataNeed === '' ? [] : [`- Needs: ${dataNeed}`]),
    ...(falsePositives.length === 0 ? [] : [`- May be harmless: ${falsePositives.join('; ')}`]),
    '',
  ];
}

/** One payload with all its members; below, each type shows those in which it differs. */
function whole(entries: readonly DetectionEntry[]): string[] {
  const finding = entries[0]?.example();
  if (finding === undefined) return [];
  const text = 'An alert in full. The examples below leave out what every alert has in the same way.';
  return [text, '', '```json', jsonLines(exampleAlert(finding)), '```', ''];
}

const shown = [
  'AlertType',
  'AlertDisplayName',
  'Severity',
  'Intent',
  'CompromisedEntity',
  'RemediationSteps',
  'Entities',
];
const sameFacts = new Set([
  'Rule author',
  'Confidence score',
  'Confidence reasons',
  'resourceType',
  'EffectiveAzureResourceId',
  'EffectiveSubscriptionId',
  'CompromisedEntity',
]);

function particulars(payload: JsonObject): JsonObject {
  const facts = Object.entries(payload.ExtendedProperties as JsonObject).filter(([name]) => !sameFacts.has(name));
  const members = Object.entries(payload).filter(([name]) => shown.includes(name));
  return { ...Object.fromEntries(members), ExtendedProperties: Object.fromEntries(facts) };
}

/** One member per line: shorter than full indentation, and changes of a member show as one line. */
function jsonLines(payload: JsonObject): string {
  const members = Object.entries(payload).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${members.join(',\n')}\n}`;
}
