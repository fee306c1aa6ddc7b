import type { JsonObject } from '../../../model/json';
import { childrenNamed, readXml, textsOf } from './xml';

/** Properties of a host that go with each of its findings. */
const hostProperties = new Set(['HOST_END', 'HOST_START', 'host-fqdn', 'host-ip', 'operating-system', 'netbios-name']);

/** Findings of a .nessus file (`NessusClientData_v2/Report/ReportHost/ReportItem`) as flat rows; undefined when it cannot be read. */
export function nessusRows(text: string): JsonObject[] | undefined {
  const root = readXml(text);
  if (root === undefined) return undefined;
  const hosts = childrenNamed(root, 'Report').flatMap((one) => childrenNamed(one, 'ReportHost'));
  return hosts.flatMap((host) => {
    const tags = childrenNamed(host, 'HostProperties')
      .flatMap((one) => childrenNamed(one, 'tag'))
      .map(({ attributes, text: value }): [string, string] => [attributes.name ?? '', value.trim()])
      .filter(([name]) => hostProperties.has(name));
    const own = { Host: host.attributes.name ?? '', ...Object.fromEntries(tags) };
    return childrenNamed(host, 'ReportItem').map((item): JsonObject => {
      const { cve, ...texts } = textsOf(item);
      return { ...own, ...item.attributes, ...texts, ...(cve !== undefined && { CVE: cve }) };
    });
  });
}
