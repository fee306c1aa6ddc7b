/** Where Azure writes flow logs: a container for those of security groups and one for those of virtual networks. */
export const flowLogContainers = ['insights-logs-networksecuritygroupflowevent', 'insights-logs-flowlogflowevent'];

const hourMs = 3_600_000;
/** Records of an hour are still written for some minutes after it; later than this nothing was ever seen to come. */
const graceMs = 2 * hourMs;

const pattern = /\/y=(\d{4})\/m=(\d{2})\/d=(\d{2})\/h=(\d{2})\/m=\d{2}\/.*PT1H\.json$/;

/** Start of the hour (ISO) that a blob is about: `{resource}/y=2026/m=11/d=21/h=08/m=00/macAddress=../PT1H.json`. */
export function hourOfBlob(name: string): string | undefined {
  const [, year, month, day, hour] = pattern.exec(name) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:00:00.000Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

export const hourOf = (time: string): string => `${time.slice(0, 13)}:00:00.000Z`;

export const hourAfter = (hour: string): string => new Date(Date.parse(hour) + hourMs).toISOString();

/** Nothing is written any more about that hour. */
export const isHourOver = (hour: string, now: Date): boolean => Date.parse(hour) + hourMs + graceMs <= now.getTime();

/** The days whose blobs to list, as their folders are named, from `since` to now, at most `most` of them. */
export function dayFolders(since: string, now: Date, most: number): string[] {
  const folders: string[] = [];
  const first = Date.parse(`${since.slice(0, 10)}T00:00:00.000Z`);
  for (let at = first; at <= now.getTime() && folders.length < most; at += 24 * hourMs) {
    const [year, month, day] = new Date(at).toISOString().slice(0, 10).split('-');
    folders.push(`y=${year}/m=${month}/d=${day}/`);
  }
  return folders;
}
