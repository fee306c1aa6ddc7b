import { csvRows } from '../../csv';
import type { AssessedStandard } from './rollUp';

const header = [
  'Standard',
  'Control',
  'Title',
  'Control state',
  'Judged by people',
  'Assessment',
  'Recommendation',
  'Description',
  'Assessment state',
  'Passed resources',
  'Failed resources',
  'Skipped resources',
  'Unsupported resources',
  'Attested by',
  'Attested at',
  'Expires at',
  'Evidence',
  'Evidence URL',
];

/** One line for each assessment of each control, as a spreadsheet opens it. Every control has at least one. */
export function complianceReport({ standard, controls }: AssessedStandard): string {
  const rows = controls.flatMap((control) =>
    control.assessments.map(({ name, key, description, state, counts }) => {
      const vouched = key === undefined ? control.attestation : undefined;
      return [
        standard.displayName,
        control.name,
        control.title,
        control.state,
        control.manual ? 'yes' : 'no',
        name,
        key,
        description,
        state,
        counts.passed,
        counts.failed,
        counts.skipped,
        counts.unsupported,
        vouched?.attestedBy,
        vouched?.attestedAt,
        vouched?.expiresAt,
        vouched?.evidence,
        vouched?.evidenceUrl,
      ];
    }),
  );
  return csvRows([header, ...rows]);
}
