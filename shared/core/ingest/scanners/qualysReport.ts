import type { JsonObject } from '../../../model/json';
import { childrenNamed, readXml, textsOf, type XmlElement } from './xml';

/**
 * Findings of Qualys XML as flat rows under its own names: asset data reports (`HOST_LIST/HOST/VULN_INFO_LIST/VULN_INFO`, titles and CVE
 * ids from the glossary) and answers of the host detection API (`RESPONSE/HOST_LIST/HOST/DETECTION_LIST/DETECTION`). Undefined when
 * it cannot be read.
 */
export function qualysRows(text: string): JsonObject[] | undefined {
  const root = readXml(text);
  if (root === undefined) return undefined;
  const glossary = glossaryOf(root);
  const top = [root, ...childrenNamed(root, 'RESPONSE')];
  const hosts = top.flatMap((one) => childrenNamed(one, 'HOST_LIST')).flatMap((list) => childrenNamed(list, 'HOST'));
  return hosts.flatMap((host) => {
    const { IP, DNS, NETBIOS, OPERATING_SYSTEM, OS, ID } = textsOf(host);
    const own = present({ IP, DNS, NETBIOS, OS: OS ?? OPERATING_SYSTEM, HOST_ID: ID });
    return [...within(host, 'VULN_INFO_LIST', 'VULN_INFO'), ...within(host, 'DETECTION_LIST', 'DETECTION')].map(
      (finding): JsonObject => {
        const texts = textsOf(finding);
        return { ...own, ...glossary.get(texts.QID ?? ''), ...texts };
      },
    );
  });
}

const within = (element: XmlElement, list: string, name: string): XmlElement[] =>
  childrenNamed(element, list).flatMap((one) => childrenNamed(one, name));

const present = (texts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => pair[1] !== undefined));

function glossaryOf(root: XmlElement): Map<string, JsonObject> {
  const details = childrenNamed(root, 'GLOSSARY').flatMap((one) => within(one, 'VULN_DETAILS_LIST', 'VULN_DETAILS'));
  return new Map(
    details.map((detail) => {
      const { QID = '', TITLE, SEVERITY, CATEGORY } = textsOf(detail);
      const ids = within(detail, 'CVE_ID_LIST', 'CVE_ID').flatMap((one) =>
        childrenNamed(one, 'ID').map(({ text }) => text.trim()),
      );
      return [QID, { ...present({ TITLE, SEVERITY, CATEGORY }), ...(ids.length > 0 && { CVE_ID: ids.join(',') }) }];
    }),
  );
}
