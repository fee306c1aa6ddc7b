import type { Json, JsonObject } from '../../../model/json';
import type { Resource } from '../../../model/resource';
import { machineRowType } from '../../../model/machineRow';
import { machineId } from '../agent/agentSchemas';

/** Tables with one row per machine that says how it is, and the columns that say it. */
const tables: Readonly<Record<string, readonly string[]>> = {
  UpdateSummary: [
    'CriticalUpdatesMissing',
    'SecurityUpdatesMissing',
    'OtherUpdatesMissing',
    'TotalUpdatesMissing',
    'RestartPending',
  ],
  ProtectionStatus: ['ProtectionStatus', 'ProtectionStatusRank', 'TypeofProtection', 'ThreatStatus'],
  SecurityBaselineSummary: [
    'BaselineType',
    'CriticalFailedRules',
    'WarningFailedRules',
    'InformationalFailedRules',
    'TotalAssessedRules',
  ],
};

/** The row as an extension resource of its machine. Only what says how the machine is: a row that repeats it changes nothing. */
export function rowSnapshot(table: string, row: JsonObject, resourceId: string): Resource | undefined {
  const columns = Object.hasOwn(tables, table) ? tables[table]! : undefined;
  if (!columns || !machineId.test(resourceId)) return undefined;
  const properties = Object.fromEntries(
    columns.flatMap((name): [string, Json][] => (row[name] === undefined ? [] : [[name, row[name]]])),
  );
  return { id: `${resourceId}/providers/${machineRowType}/${table}`, name: table, type: machineRowType, properties };
}
