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
  const added: JsonObject = {};
  for (const [name, value] of Object.entries(aliases)) {
    if (event[name] === undefined && value !== undefined) added[name] = value;
  }
  return added;
}

/** The target when one is named: the account the process runs as. */
function userOf(event: JsonObject): string | undefined {
  const { TargetUserName, TargetDomainName, SubjectUserName, SubjectDomainName, Account } = event;
  if (said(TargetUserName)) return said(TargetDomainName) ? `${TargetDomainName}\\${TargetUserName}` : TargetUserName;
  if (said(SubjectUserName))
    return said(SubjectDomainName) ? `${SubjectDomainName}\\${SubjectUserName}` : SubjectUserName;
  return said(Account) ? Account : undefined;
}
