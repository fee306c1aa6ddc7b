import { compareApkVersions } from './apkVersion';

/** An index of Alpine has 40 MB; a hostile one must not keep the collector at work. */
const mostBytes = 256 * 1024 * 1024;
const longestLine = 64 * 1024;

/**
 * Adds to `newest` the highest version that an index has of each wanted package. Lines `P:name` and `V:version`, with an empty line
 * after each package; what an archive has around them are bytes in lines of their own or before a `C:` that is not looked at.
 */
export async function newestVersions(
  text: AsyncIterable<Buffer>,
  wanted: ReadonlyMap<string, string>,
  newest: Map<string, string>,
): Promise<void> {
  let [rest, total] = ['', 0];
  let [name, version] = ['', ''];
  const line = (content: string): void => {
    if (content.startsWith('P:')) name = content.slice(2);
    else if (content.startsWith('V:')) version = content.slice(2);
    else if (content === '') {
      if (wanted.has(name)) keepNewer(newest, name, version);
      [name, version] = ['', ''];
    }
  };
  for await (const chunk of text) {
    total += chunk.length;
    if (total > mostBytes) throw new Error(`an index is larger than ${mostBytes} bytes`);
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!;
    if (rest.length > longestLine) rest = rest.slice(-longestLine);
    lines.forEach(line);
  }
  line(rest);
  line('');
}

function keepNewer(newest: Map<string, string>, name: string, version: string): void {
  const known = newest.get(name);
  if (known === undefined || (compareApkVersions(known, version) ?? 0) < 0) newest.set(name, version);
}
