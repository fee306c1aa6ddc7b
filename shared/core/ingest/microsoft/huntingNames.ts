import type { Json, JsonObject } from '../../../model/json';
import type { LogSource } from '../../../model/telemetryEvent';
import { named } from '../azure/azureRecord';
import { textField } from '../field';

/** Sigma's category by table and, where a table holds several, by action. */
const categories: Record<string, string | Record<string, string>> = {
  DeviceProcessEvents: 'process_creation',
  DeviceNetworkEvents: 'network_connection',
  DeviceImageLoadEvents: 'image_load',
  DeviceFileEvents: { FileDeleted: 'file_delete', FileRenamed: 'file_rename', '': 'file_event' },
  DeviceRegistryEvents: {
    RegistryValueSet: 'registry_set',
    RegistryKeyCreated: 'registry_add',
    RegistryKeyDeleted: 'registry_delete',
    RegistryValueDeleted: 'registry_delete',
    '': 'registry_event',
  },
  DeviceEvents: { DnsQueryResponse: 'dns_query', DriverLoad: 'driver_load', NamedPipeEvent: 'pipe_created' },
};

const services: [RegExp, string][] = [
  [/^Alert/, 'securityalerts'],
  [/^(?:Email|Url)/, 'email'],
  [/^Identity/, 'identity'],
  [/^CloudApp/, 'cloudapp'],
  [/^Device/, 'device'],
];

/** A row's log source: of a device the operating system's, of everything else Microsoft 365's. */
export function huntingLogSource(table: string, row: JsonObject): LogSource {
  const category = categoryOf(table, textField(row, 'ActionType'));
  const os = osOf(row);
  if (category !== undefined && os !== undefined) return { product: os.toLowerCase(), category };
  const service = services.find(([pattern]) => pattern.test(table))?.[1] ?? (table.toLowerCase() || 'hunting');
  return { product: 'm365', service, ...(category !== undefined && { category }) };
}

function categoryOf(table: string, action: string): string | undefined {
  const found = Object.hasOwn(categories, table) ? categories[table] : undefined;
  if (typeof found !== 'object') return found;
  return Object.hasOwn(found, action) ? found[action] : found[''];
}

/** By the shape of its paths: the tables name no system. */
export function osOf(row: JsonObject): 'Windows' | 'Linux' | undefined {
  const paths = ['FolderPath', 'InitiatingProcessFolderPath', 'RegistryKey'].map((name) => textField(row, name));
  if (paths.some((path) => /^(?:[a-z]:\\|\\\\|HKEY_)/i.test(path))) return 'Windows';
  return paths.some((path) => path.startsWith('/')) ? 'Linux' : undefined;
}

/** Sysmon's names, in which Sigma's rules are written, for the columns of a device's row. */
export function sysmonNames(table: string, row: JsonObject): JsonObject {
  if (!table.startsWith('Device')) return {};
  const text = (name: string) => textField(row, name);
  const initiator = {
    image: fullPath(text('InitiatingProcessFolderPath'), text('InitiatingProcessFileName')),
    commandLine: text('InitiatingProcessCommandLine'),
    id: text('InitiatingProcessId'),
  };
  const file = fullPath(text('FolderPath'), text('FileName'));
  const names: Record<string, Json | undefined> =
    table === 'DeviceProcessEvents'
      ? {
          Image: file,
          CommandLine: text('ProcessCommandLine'),
          OriginalFileName: text('ProcessVersionInfoOriginalFileName'),
          IntegrityLevel: text('ProcessIntegrityLevel'),
          ParentImage: initiator.image,
          ParentCommandLine: initiator.commandLine,
          ParentProcessId: initiator.id,
        }
      : { Image: initiator.image, CommandLine: initiator.commandLine, ...targetNames(table, row, file) };
  return named({ ...names, User: userOf(row), Computer: text('DeviceName'), Hashes: hashesOf(row) });
}

function targetNames(table: string, row: JsonObject, file: string): Record<string, Json | undefined> {
  const text = (name: string) => textField(row, name);
  if (table === 'DeviceImageLoadEvents') return { ImageLoaded: file };
  if (table === 'DeviceFileEvents') return { TargetFilename: file };
  if (table === 'DeviceRegistryEvents') {
    const value = text('RegistryValueName');
    const key = text('RegistryKey') + (value && `\\${value}`);
    return { TargetObject: key, Details: text('RegistryValueData') };
  }
  if (table !== 'DeviceNetworkEvents') return {};
  return {
    SourceIp: text('LocalIP'),
    SourcePort: text('LocalPort'),
    DestinationIp: text('RemoteIP'),
    DestinationPort: text('RemotePort'),
    DestinationHostname: text('RemoteUrl'),
  };
}

/** Folder paths hold the file's name as a rule. */
function fullPath(folder: string, name: string): string {
  if (folder === '' || name === '' || folder.toLowerCase().endsWith(name.toLowerCase())) return folder || name;
  return `${folder}${folder.includes('\\') ? '\\' : '/'}${name}`;
}

function userOf(row: JsonObject): string {
  const prefix = textField(row, 'AccountName') === '' ? 'InitiatingProcess' : '';
  const [name, domain] = ['AccountName', 'AccountDomain'].map((part) => textField(row, `${prefix}${part}`));
  return name && domain ? `${domain}\\${name}` : (name ?? '');
}

function hashesOf(row: JsonObject): string {
  const hashes = ['MD5', 'SHA1', 'SHA256'].map((name) => [name, textField(row, name)]);
  return hashes.flatMap(([name, value]) => (value ? [`${name}=${value.toUpperCase()}`] : [])).join(',');
}
