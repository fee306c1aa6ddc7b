/** One line of /proc/<pid>/mountinfo. */
export interface Mount {
  /** `major:minor`; major 0 belongs to no block device. */
  device: string;
  /** What of the file system is mounted: `/` unless it is a bind mount of a part. */
  root: string;
  mountPoint: string;
  fileSystem: string;
  source: string;
}

/** proc(5): `id parent major:minor root mountpoint options [optional ...] - type source superoptions`. */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left, right] = line.split(' - ');
    const [, , device, root, mountPoint] = left?.split(' ') ?? [];
    const [fileSystem, source] = right?.split(' ') ?? [];
    if (!device || !root || !mountPoint || !fileSystem || !source) return [];
    return [{ device, root: plain(root), mountPoint: plain(mountPoint), fileSystem, source: plain(source) }];
  });
}

/** Blanks and backslashes stand as octal numbers: `\040`. */
const plain = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
