import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { LogSource } from '../../../model/telemetryEvent';
import { textField } from '../field';
import { accounts, addresses, azureResources, distinct, hosts } from './azureEntities';

/** Unions of tables put the type of a column behind its name: `Protocol_string`. The name alone is added where nothing has it. */
export function plainColumns(row: JsonObject): JsonObject {
  const columns = { ...row };
  for (const [name, value] of Object.entries(row)) {
    const base = name.includes('_')
      ? /^([^_].*)_(?:string|dynamic|long|int|real|bool|guid|datetime)$/.exec(name)?.[1]
      : undefined;
    if (base !== undefined && value !== null && value !== '') columns[base] ??= value;
  }
  return columns;
}

/** Services that Sigma's rules for Linux name, by the program that wrote the line. */
const programs = new Set(['sshd', 'sudo', 'cron', 'clamav', 'vsftpd', 'guacamole', 'auditd']);

/** What a table's rows are in Sigma's terms; the table itself is the service where Sigma has no name. */
export function rowLogSource(table: string, row: JsonObject): LogSource {
  if (table === 'Syslog') return { product: 'linux', service: linuxService(row) };
  if (table === 'Event' || textField(row, 'EventID') !== '') return { product: 'windows' };
  if (table === 'VMConnection') return { product: 'azure', service: 'vmconnection', category: 'network_connection' };
  return { product: 'azure', service: table.toLowerCase() };
}

function linuxService(row: JsonObject): string {
  const program = textField(row, 'ProcessName').toLowerCase();
  if (programs.has(program)) return program;
  return /^auth(?:priv)?$/i.test(textField(row, 'Facility')) ? 'auth' : 'syslog';
}

const addressColumns = [
  'SourceIp',
  'SourceAddress',
  'DestinationIp',
  'DestAddress',
  'RemoteIp',
  'IpAddress',
  'ClientIP',
  'CallerIpAddress',
  'ComputerIP',
  'HostIP',
];
const userColumns = ['UserPrincipalName', 'Caller', 'Account', 'TargetUserName', 'UserName', 'User'];
const machine = /\/providers\/microsoft\.(?:compute\/virtualmachines|hybridcompute\/machines)/i;

/** What a row's usual columns name. */
export function rowEntities(table: string, row: JsonObject, resourceId: string): Entity[] {
  const hostName = ['Computer', 'HostName', 'DeviceName']
    .map((name) => textField(row, name))
    .find((name) => name !== '');
  const user = userColumns
    .map((name) => textField(row, name))
    .find((name) => name !== '' && !/^(?:N\/A|-)$/.test(name));
  const isMachine = machine.test(resourceId);
  return distinct([
    ...hosts(hostName ?? '', isMachine ? resourceId : '', osOf(table, row)),
    ...accounts(user ?? ''),
    ...addresses(...addressColumns.map((name) => textField(row, name))),
    ...(isMachine && hostName !== undefined ? [] : azureResources(resourceId)),
  ]);
}

function osOf(table: string, row: JsonObject): 'Linux' | 'Windows' | undefined {
  if (table === 'Syslog') return 'Linux';
  const os = textField(row, 'OSType');
  return os === 'Linux' || os === 'Windows' ? os : undefined;
}
