export interface InstalledPackage {
  name: string;
  version: string;
  manager: string;
}

/** Blocks of `Key: value` (dpkg) or `K:value` (apk) lines with an empty line between them; continuation lines are left out. */
function* stanzas(text: string, wanted: ReadonlySet<string>): Generator<Map<string, string>> {
  let fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      continue;
    }
    const colon = line.indexOf(':');
    if (colon > 0 && wanted.has(line.slice(0, colon))) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  if (fields.size > 0) yield fields;
}

const dpkgFields = new Set(['Package', 'Status', 'Version']);

/** /var/lib/dpkg/status: only what is installed; removed packages of which settings remain are left out. */
export function parseDpkgStatus(text: string): InstalledPackage[] {
  const found: InstalledPackage[] = [];
  for (const fields of stanzas(text, dpkgFields)) {
    const name = fields.get('Package');
    const version = fields.get('Version');
    // Third word of `Status: <want> <flag> <status>`.
    const installed = fields.get('Status')?.split(' ')[2] === 'installed';
    if (installed && name && version) found.push({ name, version, manager: 'dpkg' });
  }
  return found;
}

const apkFields = new Set(['P', 'V']);

/** /lib/apk/db/installed. */
export function parseApkInstalled(text: string): InstalledPackage[] {
  const found: InstalledPackage[] = [];
  for (const fields of stanzas(text, apkFields)) {
    const name = fields.get('P');
    const version = fields.get('V');
    if (name && version) found.push({ name, version, manager: 'apk' });
  }
  return found;
}

/** Output of `rpm -qa --queryformat '%{NAME}\t%{EVR}\n'`; keys that rpm lists as packages are left out. */
export function parseRpmList(text: string): InstalledPackage[] {
  return text
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([name, version]) => name && version && name !== 'gpg-pubkey')
    .map(([name, version]) => ({ name: name!, version: version!, manager: 'rpm' }));
}
