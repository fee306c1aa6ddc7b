import type { Json, JsonObject } from '../../../model/json';
import { asText } from '../field';

const integrityLevels: Record<string, string> = {
  'S-1-16-4096': 'Low',
  'S-1-16-8192': 'Medium',
  'S-1-16-12288': 'High',
  'S-1-16-16384': 'System',
};

const said = (value: Json | undefined): value is string => typeof value === 'string' && value !== '' && value !== '-';

/**
 * Names of Sysmon's process creation for Security 4688, added where the event has none of its own. `ProcessId` stays what
 * 4688 means by it: the creator's.
 */
export function processCreationAliases(event: JsonObject): JsonObject {
  const aliases: Record<string, Json | undefined> = {
    Image: event.NewProcessName,
    ParentImage: event.ParentProcessName,
    ParentProcessId: event.ProcessId,
    LogonId: event.SubjectLogonId,
    User: userOf(event),
    IntegrityLevel: integrityLevels[asText(event.MandatoryLabel)],
  };
  return added(event, aliases);
}

/** The target when one is named: the account the process runs as. */
function userOf(event: JsonObject): string | undefined {
  const { TargetUserName, TargetDomainName, SubjectUserName, SubjectDomainName, Account } = event;
  if (said(TargetUserName)) return said(TargetDomainName) ? `${TargetDomainName}\\${TargetUserName}` : TargetUserName;
  if (said(SubjectUserName))
    return said(SubjectDomainName) ? `${SubjectDomainName}\\${SubjectUserName}` : SubjectUserName;
  return said(Account) ? Account : undefined;
}

/**
 * Names of Sysmon's registry and network events for Security 4657 and 5156, added where the event has none of its own. Registry
 * paths get the abbreviations that Sysmon writes; `%%14593` is an outbound connection.
 */
export function securityAliases(event: JsonObject, category: string | undefined): JsonObject {
  if (category === 'registry_set') {
    const value = asText(event.ObjectValueName);
    const key = asText(event.ObjectName)
      .replace(/^\\REGISTRY\\MACHINE/i, 'HKLM')
      .replace(/^\\REGISTRY\\USER/i, 'HKU');
    return added(event, {
      TargetObject: value === '' ? key : `${key}\\${value}`,
      Details: event.NewValue,
      Image: event.ProcessName,
    });
  }
  return added(event, {
    Image: event.Application,
    SourceIp: event.SourceAddress,
    DestinationIp: event.DestAddress,
    DestinationPort: event.DestPort,
    Initiated: event.Direction === undefined ? undefined : String(event.Direction === '%%14593'),
  });
}

function added(event: JsonObject, aliases: Record<string, Json | undefined>): JsonObject {
  const names: JsonObject = {};
  for (const name in aliases) {
    const value = aliases[name];
    if (value !== undefined && event[name] === undefined) names[name] = value;
  }
  return names;
}
