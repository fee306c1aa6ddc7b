import type { LogSource } from '../../../model/telemetryEvent';
import { windowsServices } from './windowsChannels';

/** The most specific of Sigma's categories for a Sysmon event. */
const sysmonCategories: Record<string, string> = {
  1: 'process_creation',
  2: 'file_change',
  3: 'network_connection',
  4: 'sysmon_status',
  5: 'process_termination',
  6: 'driver_load',
  7: 'image_load',
  8: 'create_remote_thread',
  9: 'raw_access_thread',
  10: 'process_access',
  11: 'file_event',
  12: 'registry_event',
  13: 'registry_set',
  14: 'registry_rename',
  15: 'create_stream_hash',
  16: 'sysmon_status',
  17: 'pipe_created',
  18: 'pipe_created',
  19: 'wmi_event',
  20: 'wmi_event',
  21: 'wmi_event',
  22: 'dns_query',
  23: 'file_delete',
  24: 'clipboard_change',
  25: 'process_tampering',
  26: 'file_delete_detected',
  27: 'file_block_executable',
  28: 'file_block_shredding',
  29: 'file_executable_detected',
  255: 'sysmon_error',
};

const categories: Record<string, Record<string, string>> = {
  security: { 4688: 'process_creation', 4657: 'registry_set', 5156: 'network_connection' },
  sysmon: sysmonCategories,
  powershell: { 4103: 'ps_module', 4104: 'ps_script' },
  'powershell-classic': { 400: 'ps_classic_start', 600: 'ps_classic_provider_start', 800: 'ps_classic_script' },
};

/** Sysmon for Linux writes the same events under its own channel. */
const linuxSysmon = 'linux-sysmon/operational';

/** Sigma's log source of a Windows event, or one of Sysmon for Linux, by channel and event id. */
export function windowsLogSource(channel: string, eventId: string): LogSource {
  const name = channel.toLowerCase();
  const product = name === linuxSysmon ? 'linux' : 'windows';
  const service = name === linuxSysmon ? 'sysmon' : windowsServices[name];
  if (service === undefined) return { product };
  const category = categories[service]?.[eventId];
  return { product, service, ...(category !== undefined && { category }) };
}
