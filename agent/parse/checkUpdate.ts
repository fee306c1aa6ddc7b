import type { PendingUpdate } from './aptSimulation';

/**
 * Output of `yum check-update` and `tdnf check-update`: three words for each update, `name.architecture version repository`. yum wraps
 * long ones, so words count and not lines; what it says of obsolete packages at the end is left out.
 */
export function parseCheckUpdate(text: string): PendingUpdate[] {
  const rows = text.split(/^Obsoleting Packages/m)[0]!;
  const words = rows.split(/\s+/).filter(Boolean);
  const found: PendingUpdate[] = [];
  for (let at = 0; at + 2 < words.length; at += 1) {
    const name = /^(.+)\.(?:x86_64|i[3-6]86|aarch64|armv7hl|ppc64le|s390x|noarch)$/.exec(words[at]!)?.[1];
    const available = words[at + 1]!;
    if (name === undefined || !/^\d/.test(available)) continue;
    found.push({ name, available });
    at += 2;
  }
  return found;
}
