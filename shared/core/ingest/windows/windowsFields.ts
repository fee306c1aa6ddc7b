import type { JsonObject } from '../../../model/json';
import { Rejected } from '../../../model/rejected';
import type { LogSource } from '../../../model/telemetryEvent';
import { asText } from '../field';
import { flattenWindows } from './flattenWindows';
import { processCreationAliases, securityAliases } from './windowsAliases';
import { windowsLogSource } from './windowsLogSource';

/** What rules read of a Windows event: flat, with Sigma's names beside its own. Throws Rejected without an event id. */
export function windowsFields(raw: JsonObject): { fields: JsonObject; logSource: LogSource } {
  const event = flattenWindows(raw);
  const eventId = asText(event['EventID']);
  if (!/^\d{1,6}$/.test(eventId)) throw new Rejected('WrongType', 'EventID must be a number');
  const logSource = windowsLogSource(asText(event['Channel']), eventId);
  return { fields: withSigmaNames(event, logSource), logSource };
}

/** Sysmon's events have these names themselves, but for process creation in other tools' exports. `event` is ours to add to. */
function withSigmaNames(event: JsonObject, { service, category }: LogSource): JsonObject {
  if (category === 'process_creation') return Object.assign(event, processCreationAliases(event));
  if (service !== 'security' || category === undefined) return event;
  return Object.assign(event, securityAliases(event, category));
}
