import type { PlacedFinding, PlacedNote } from '../../shared/core/posture/template/sarifLog';
import type { TemplateJudgement } from '../../shared/core/posture/template/templateFinding';

/** Control characters of a template would otherwise steer the terminal. */
const plain = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

const rank = { High: 0, Medium: 1, Low: 2 } as const;
const severityOf = ({ code, rule }: PlacedFinding): string =>
  code === 'Unknown' ? 'unknown' : rule.severity.toLowerCase();
const order = ({ code, rule }: PlacedFinding): number => (code === 'Unknown' ? 3 : rank[rule.severity]);

/** Findings for people: gravest first, each with its place, what it is about and why. */
export function findingTable(
  findings: readonly PlacedFinding[],
  notes: readonly PlacedNote[],
  counts: TemplateJudgement['counts'],
): string {
  const sorted = findings.toSorted((a, b) => order(a) - order(b));
  const rows = sorted.map((finding) => [
    severityOf(finding),
    `${finding.file}:${finding.region.startLine}`,
    finding.rule.id,
    finding.resource.id.split('/').at(-1) ?? '',
  ]);
  const head = ['SEVERITY', 'WHERE', 'RULE', 'RESOURCE'];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const line = (row: readonly string[]): string =>
    plain(
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    );
  const body = rows.flatMap((row, at) => [
    line(row),
    plain(`          ${sorted[at]!.rule.title}: ${sorted[at]!.message}`),
  ]);
  const { unhealthy, unknown, healthy } = counts;
  return [
    ...(rows.length > 0 ? [line(head), ...body, ''] : []),
    ...notes.map(({ file, region, message }) => plain(`note: ${file}:${region.startLine}: ${message}`)),
    `${unhealthy} failed, ${unknown} unknown, ${healthy} passed`,
  ].join('\n');
}
