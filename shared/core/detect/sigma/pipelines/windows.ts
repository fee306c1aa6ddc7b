import type { Pipeline } from './pipeline';

const category = (name: string, ...others: string[]): Pipeline => ({
  rule: { product: 'windows', category: name },
  events: [name, ...others].map((one) => ({ product: 'windows', category: one })),
});

const service = (name: string, same: string): Pipeline => ({
  rule: { product: 'windows', service: name },
  events: [{ product: 'windows', service: same }],
});

/** Detections of Defender Antivirus: 1006 to 1019 and 1115 to 1119 name the threat or what was done with it. */
const antivirusEvents = [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116];

/** Sysmon's registry events come as the most specific category; 12 tells by `EventType` what was done. */
export const windows: Pipeline[] = [
  // In Security 4688 `ProcessId` is the creator.
  { rule: { product: 'windows', category: 'process_creation' }, fields: { processid: ['NewProcessId', 'ProcessId'] } },
  category('registry_event', 'registry_set', 'registry_rename'),
  {
    ...category('registry_event'),
    rule: { product: 'windows', category: 'registry_add' },
    where: { EventType: 'CreateKey' },
  },
  {
    ...category('registry_event'),
    rule: { product: 'windows', category: 'registry_delete' },
    where: { EventType: ['DeleteKey', 'DeleteValue'] },
  },
  category('file_delete', 'file_delete_detected'),
  { ...category('clipboard_change'), rule: { product: 'windows', category: 'clipboard_capture' } },
  service('microsoft-servicebus-client', 'servicebus-client'),
  {
    rule: { category: 'antivirus' },
    events: [{ product: 'windows', service: 'windefend' }],
    where: { EventID: antivirusEvents },
    fields: { signature: ['ThreatName'], filename: ['Path'] },
  },
];
