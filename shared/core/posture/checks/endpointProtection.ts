import type { Resource } from '../../../model/resource';
import { extensionsOf, linuxFacts, newestRow, systemOf, windowsState } from './machine';
import type { ResourceGraph } from '../recommendation';
import { wordAt } from './setting';

interface Product {
  name: string;
  /** Processes that do the protecting; names as Linux cuts them, at 15 characters. */
  linux?: { processes: string[]; packages: string[] };
  /** Processes without `.exe`. */
  windows?: string[];
  /** Types of virtual machine extensions. */
  extensions?: string[];
}

/** Products by what is seen of them on a machine, as their makers document it. */
const products: Product[] = [
  {
    name: 'Microsoft Defender',
    linux: { processes: ['wdavdaemon'], packages: ['mdatp'] },
    windows: ['msmpeng', 'mssense'],
    extensions: ['mde.linux', 'mde.windows', 'iaasantimalware'],
  },
  {
    name: 'CrowdStrike Falcon',
    linux: { processes: ['falcon-sensor', 'falcon-sensor-b'], packages: ['falcon-sensor'] },
    windows: ['csfalconservice'],
    extensions: ['falconsensorlinux', 'falconsensorwindows'],
  },
  {
    name: 'SentinelOne',
    linux: { processes: ['s1-agent', 's1-scanner'], packages: ['sentinelagent'] },
    windows: ['sentinelagent'],
  },
  { name: 'ClamAV', linux: { processes: ['clamd'], packages: ['clamav-daemon', 'clamd'] }, windows: ['clamd'] },
  {
    name: 'Sophos',
    linux: { processes: ['sophos_managem', 'sophos_threat_d', 'soapd'], packages: ['sophos-spl'] },
    windows: ['sophosfilescanner', 'savservice', 'sspservice'],
  },
  {
    name: 'Trend Micro Deep Security',
    linux: { processes: ['ds_am', 'ds_agent'], packages: ['ds-agent', 'ds_agent'] },
    windows: ['ds_agent', 'coreserviceshell'],
    extensions: ['trendmicrodsa', 'trendmicrodsalinux'],
  },
  { name: 'ESET', linux: { processes: ['oaeventd', 'scand'], packages: ['efs', 'eea', 'esets'] }, windows: ['ekrn'] },
  {
    name: 'Symantec',
    linux: { processes: ['sisamdagent', 'rtvscand', 'symcfgd'], packages: ['sdcss', 'sep', 'savfl'] },
    windows: ['ccsvchst'],
    extensions: ['symantecendpointprotection'],
  },
  {
    name: 'Trellix',
    linux: { processes: ['mfetpd'], packages: ['mcafeetp'] },
    windows: ['mfetp', 'mcshield'],
    extensions: ['mcafeeendpointsecurity'],
  },
  { name: 'Carbon Black', linux: { processes: ['cbagentd'], packages: ['cb-psc-sensor'] }, windows: ['repmgr'] },
  {
    name: 'Cortex XDR',
    linux: { processes: ['pmd', 'cortex-xdr'], packages: ['cortex-agent'] },
    windows: ['cyserver'],
  },
  {
    name: 'Elastic Defend',
    linux: { processes: ['elastic-endpoin', 'elastic-endpoint'], packages: ['elastic-endpoint'] },
    windows: ['elastic-endpoint'],
  },
  {
    name: 'Bitdefender',
    linux: { processes: ['bdsecd', 'bdservicehost'], packages: ['bitdefender-security-tools'] },
    windows: ['epsecurityservice'],
  },
  { name: 'Kaspersky', linux: { processes: ['kesl'], packages: ['kesl'] }, windows: ['avp', 'kavfs'] },
];

/** What is known of protection against malware on one machine; `undefined` members are not known. */
export interface EndpointProtection {
  /** Names of products that are there. */
  installed?: string[];
  /** Names of products whose processes run. */
  running?: string[];
  /** `ProtectionStatus` of the newest row of Log Analytics about it, in lower case. */
  status?: string;
}

export function endpointProtection(machine: Resource, graph: ResourceGraph): EndpointProtection {
  const status = wordAt(newestRow(graph, 'ProtectionStatus'), 'ProtectionStatus');
  const extensions = extensionsOf(machine, graph).filter(({ state }) => state === 'succeeded');
  const deployed = named((product) => extensions.some(({ type }) => product.extensions?.includes(type)));
  const { installed, running } = systemOf(machine) === 'Windows' ? onWindows(graph) : onLinux(graph);
  const found = [...new Set([...deployed, ...(installed ?? []), ...(running ?? [])])];
  return {
    ...((installed || found.length > 0) && { installed: found }),
    ...(running && { running }),
    ...(status !== undefined && { status }),
  };
}

const named = (isThere: (product: Product) => boolean): string[] => products.filter(isThere).map(({ name }) => name);

function onLinux(graph: ResourceGraph): EndpointProtection {
  const facts = linuxFacts(graph);
  if (!facts) return {};
  const names = new Set(facts.processes?.map(({ name }) => name.toLowerCase()));
  const packages = new Set(facts.packages?.map(({ name }) => name.toLowerCase()));
  const running = named(({ linux }) => linux?.processes.some((name) => names.has(name)) ?? false);
  const present = named(({ linux }) => linux?.packages.some((name) => packages.has(name)) ?? false);
  const allSeen = facts.processes !== undefined && !('processes.others' in facts.unreadable);
  return {
    ...(facts.packages && { installed: present }),
    ...((allSeen || running.length > 0) && { running }),
  };
}

function onWindows(graph: ResourceGraph): EndpointProtection {
  const list = windowsState(graph)?.runningProcesses;
  if (!list) return {};
  const names = new Set(list.map(({ name }) => name.toLowerCase().replace(/\.exe$/, '')));
  const running = named(({ windows }) => windows?.some((name) => names.has(name)) ?? false);
  return { installed: running, running };
}
