import { hash } from 'node:crypto';
import type { JsonObject } from '../../../model/json';
import type { Region } from './jsonSource';
import type { Severity, TemplateFinding, TemplateRule } from './templateFinding';

/** A finding at its place: `file` relative, with `/`. */
export interface PlacedFinding extends TemplateFinding {
  file: string;
  region: Region;
}

/** Something that a reader has to know beside the findings. */
export interface PlacedNote {
  file: string;
  region: Region;
  message: string;
}

const levels: Record<Severity, string> = { High: 'error', Medium: 'warning', Low: 'note' };
/** What GitHub sorts by: over 7.0 is high, 4.0 to 6.9 medium. */
const scores: Record<Severity, string> = { High: '8.0', Medium: '5.0', Low: '2.0' };

/**
 * A log of SARIF 2.1.0 (OASIS), with what GitHub code scanning reads of it. Unknown verdicts are results of the kind `open`:
 * the rule could not be decided.
 */
export function sarifLog(
  findings: readonly PlacedFinding[],
  notes: readonly PlacedNote[],
  version: string,
): JsonObject {
  const rules = [...new Map(findings.map(({ rule }) => [rule.id, rule])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const places = new Map(rules.map(({ id }, at) => [id, at]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Skywarden', semanticVersion: version, rules: rules.map(descriptor) } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notes.map(({ file, region, message }) => ({
              level: 'warning',
              message: { text: message },
              locations: [location(file, region)],
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, places.get(finding.rule.id) ?? 0)),
      },
    ],
  };
}

const descriptor = ({ id, title, description, remediation, severity, kind }: TemplateRule): JsonObject => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text: description || title },
  help: {
    text: `${description}\n\n${remediation}`.trim(),
    markdown: `${description}\n\n**Remediation.** ${remediation}`,
  },
  defaultConfiguration: { level: levels[severity] },
  properties: { tags: ['security', kind], precision: 'high', 'security-severity': scores[severity] },
});

function resultOf(
  { rule, code, cause, message, resource, file, region }: PlacedFinding,
  ruleIndex: number,
): JsonObject {
  return {
    ruleId: rule.id,
    ruleIndex,
    kind: code === 'Unknown' ? 'open' : 'fail',
    level: code === 'Unknown' ? 'none' : levels[rule.severity],
    message: { text: `${rule.title}. ${resource.type} ${nameIn(resource.id)}: ${message}` },
    locations: [
      { ...location(file, region), logicalLocations: [{ fullyQualifiedName: resource.id, kind: 'resource' }] },
    ],
    // Equal for the same judgement in the next run, whatever lines have moved.
    partialFingerprints: { 'skywarden/v1': hash('sha256', `${file}\n${rule.id}\n${resource.id.toLowerCase()}`, 'hex') },
    properties: { resourceId: resource.id, cause },
  };
}

const nameIn = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

const location = (file: string, { startLine, startColumn, endLine }: Region): JsonObject => ({
  physicalLocation: {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
    region: { startLine, startColumn, endLine },
  },
});
