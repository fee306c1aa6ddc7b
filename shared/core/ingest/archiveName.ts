/**
 * Names of archive blobs: `{workspace}/{day}/{hour}/{partition}[-other].{part}`. Sorted as text, they are in the order of their
 * hours, and the parts of one series in the order in which they were written.
 */
export interface ArchiveName {
  workspaceId: string;
  /** ISO hour of arrival. */
  hour: string;
  /** Hub partition, with `-other` for what is no telemetry of machines. */
  series: string;
  part: number;
}

export const archiveName = ({ workspaceId, hour, series, part }: ArchiveName): string =>
  `${dayFolder(workspaceId, hour.slice(0, 10))}${hour.slice(11)}/${series}.${String(part).padStart(4, '0')}`;

export const dayFolder = (workspaceId: string, day: string): string => `${workspaceId}/${day}/`;

/** The first blob for a page key. */
export function nameOfKey(pk: string): ArchiveName {
  const [workspaceId = '', hour = '', hubPartition = '', other] = pk.split('|');
  return { workspaceId, hour, series: other === undefined ? hubPartition : `${hubPartition}-${other}`, part: 0 };
}

/** Undefined for a blob of another kind. */
export function parseArchiveName(name: string): ArchiveName | undefined {
  const found = /^([^/]+)\/(\d{4}-\d\d-\d\d)\/(\d\d)\/([\w-]+)\.(\d{4,})$/.exec(name);
  if (!found) return undefined;
  const [, workspaceId, day, hour, series, part] = found;
  return { workspaceId: workspaceId!, hour: `${day}T${hour}`, series: series!, part: Number(part) };
}

/** What is no telemetry of machines. */
export const isOther = ({ series }: ArchiveName): boolean => series.endsWith('-other');

/** Blobs of one page key. */
export const seriesOf = ({ workspaceId, hour, series }: ArchiveName): string => `${workspaceId}|${hour}|${series}`;
