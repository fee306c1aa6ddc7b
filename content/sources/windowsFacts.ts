import type { Entity } from '../../shared/model/entity';
import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { Resource } from '../../shared/model/resource';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accounts, addresses, files, hosts } from '../../shared/core/ingest/azure/azureEntities';
import { azureTime, firstTime, named } from '../../shared/core/ingest/azure/azureRecord';
import { machineId } from '../../shared/core/ingest/agent/agentSchemas';
import { contentId } from '../../shared/core/ingest/contentId';
import { textField } from '../../shared/core/ingest/field';
import { windowsFactsSchema, type WindowsFacts } from '../../shared/core/ingest/microsoft/windowsFacts';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { observedAt } from '../../shared/core/ingest/recordTime';
import { isWindowsEvent } from '../../shared/core/ingest/windows/flattenWindows';
import { type WindowsState, windowsStateType } from '../../shared/model/windowsState';
import { source as windowsCrash } from './windowsCrash';
import { source as windowsProcess } from './windowsProcess';

/** Facts of a Windows machine, `{windowsFacts: {eight items}, time, resourceId}`: the facts, each event of its logs, each crash. */
export const source: Source = {
  id: 'windowsFacts',
  order: 20,
  keys: ['windowsfacts'],
  recognises: (raw) => typeof raw === 'object' && raw.windowsFacts !== undefined,
  normalise: ([raw], context) => read(raw as JsonObject, context),
  samples: [
    {
      name: 'all eight items',
      body: JSON.stringify({
        time: '2026-11-21T08:00:00Z',
        resourceId:
          '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/pc-1',
        windowsFacts: {
          osLogs: [
            {
              EventID: 4624,
              Channel: 'Security',
              Computer: 'pc-1',
              TimeCreated: '2026-11-21T07:59:00Z',
              TargetUserName: 'ann',
            },
          ],
          operatingSystem: { type: 'Windows', version: '10.0.26100' },
          runningProcesses: [{ processId: 4, name: 'System' }],
          machineName: 'pc-1',
          ipAddresses: ['10.0.0.4'],
          loggedInUser: 'EXAMPLE\\ann',
          tenantId: '00000000-0000-0000-0000-00000000000a',
          crashDumps: [{ application: 'a.exe', dumpFile: 'C:\\Dumps\\a.dmp', time: '2026-11-21T07:30:00Z' }],
        },
      }),
      expect: [
        {
          source: 'windowsFacts',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'windows', service: 'machinefacts' },
          entities: [
            {
              type: 'host',
              hostName: 'pc-1',
              azureID:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/pc-1',
              osFamily: 'Windows',
            },
            { type: 'account', name: 'ann', ntDomain: 'EXAMPLE' },
            { type: 'ip', address: '10.0.0.4' },
          ],
        },
        { source: 'windowsFacts', logSource: { product: 'windows', service: 'machinefacts' } },
        {
          source: 'windowsProcess',
          time: '2026-11-21T07:59:00.000Z',
          logSource: { product: 'windows', service: 'security' },
        },
        {
          source: 'windowsFacts',
          time: '2026-11-21T07:30:00.000Z',
          logSource: { product: 'windows', service: 'crashdump' },
        },
      ],
    },
    {
      name: 'the name alone, without time',
      body: '{"windowsFacts":{"machineName":"pc-2"}}',
      expect: [{ source: 'windowsFacts', timeOrigin: 'enqueued' }],
    },
    {
      name: 'a ninth item',
      body: '{"windowsFacts":{"machineName":"pc-2","clipboard":"x"}}',
      expect: { rejected: 'BadWindowsFacts' },
    },
    {
      name: 'facts of the wrong type',
      body: '{"time":"2026-11-21T08:00:00Z","windowsFacts":[7]}',
      expect: { rejected: 'BadWindowsFacts' },
    },
  ],
};

function read(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const facts = checked(raw.windowsFacts);
  const machine = { ...context, resourceId: textField(raw, 'resourceId') || context.resourceId };
  const { osLogs = [], crashDumps = [], ...state } = facts;
  const counted = { ...state, osLogs: osLogs.length, crashDumps: crashDumps.length };
  const base = event(raw, facts, machine);
  const fields = { ...(counted as JsonObject), resourceId: machine.resourceId };
  const seen = observedAt(raw.time, context);
  const [stateResource, ...others] = statesOf(facts, machine.resourceId).map((resource) => ({
    resource,
    observedAt: seen,
    source: 'windowsFacts',
  }));
  return [
    { ...base, fields, ...(stateResource && { snapshot: stateResource }) },
    ...others.map((snapshot) => ({ ...base, id: idOf(raw, machine, 'machine'), fields, snapshot })),
    ...osLogs.map((log, at) => logged(log, { ...base, id: idOf(raw, machine, `log/${at}`) }, machine)),
    ...crashDumps.map((dump, at) => ({
      ...base,
      ...firstTime(machine, dump.time),
      id: idOf(raw, machine, `crash/${at}`),
      logSource: { product: 'windows', service: 'crashdump' },
      entities: [...hostOf(facts, machine), ...files(dump.application), ...files(dump.dumpFile)],
      fields: named({ machineName: facts.machineName, ...dump }),
    })),
  ];
}

/**
 * The state as an extension of the machine, and the machine itself where it lies outside Azure, so that it stands in the
 * inventory: a virtual machine's own state comes from ARM.
 */
function statesOf(
  { machineName, operatingSystem, runningProcesses, ipAddresses }: WindowsFacts,
  id: string,
): Resource[] {
  const name = machineId.exec(id)?.[1];
  if (name === undefined) return [];
  const state: WindowsState = {
    machineName,
    ...(operatingSystem && { operatingSystem }),
    ...(runningProcesses && { runningProcesses: programsOf(runningProcesses) }),
    ...(ipAddresses && { ipAddresses }),
  };
  const hybrid: Resource = {
    id,
    name,
    type: 'Microsoft.HybridCompute/machines',
    properties: {
      machineFqdn: machineName,
      displayName: machineName,
      status: 'Connected',
      osType: 'windows',
      ...(operatingSystem && { osVersion: operatingSystem.version }),
    },
  };
  const extension = { id: `${id}/providers/${windowsStateType}/latest`, name: 'latest', type: windowsStateType };
  return [{ ...extension, properties: state }, ...(/microsoft\.hybridcompute/i.test(id) ? [hybrid] : [])];
}

/** Each program once, without process ids, which change all the time and say nothing of the state. */
const programsOf = (processes: { name: string }[]): { name: string }[] =>
  [...new Set(processes.map(({ name }) => name))].sort().map((name) => ({ name }));

function checked(value: Json | undefined): WindowsFacts {
  const result = windowsFactsSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new Rejected(
    'BadWindowsFacts',
    `The facts of the machine cannot be read: ${place}: ${issue?.message}; send the eight items only`,
  );
}

const idOf = (raw: JsonObject, context: RecordContext, part: string): string => {
  const position = azureTime(raw, context).timeOrigin === 'record' ? '' : context.position;
  return contentId('windowsFacts', [raw, part], position);
};

function event(raw: JsonObject, facts: WindowsFacts, context: RecordContext): TelemetryEvent {
  return {
    id: idOf(raw, context, 'facts'),
    source: 'windowsFacts',
    ...azureTime(raw, context),
    resourceId: context.resourceId,
    logSource: { product: 'windows', service: 'machinefacts' },
    entities: [
      ...hostOf(facts, context),
      ...userOf(facts.loggedInUser ?? ''),
      ...addresses(...(facts.ipAddresses ?? [])),
    ],
    fields: {},
  };
}

const hostOf = ({ machineName }: WindowsFacts, { resourceId }: RecordContext): Entity[] =>
  hosts(machineName, resourceId, 'Windows');

function userOf(user: string): Entity[] {
  const slash = user.indexOf('\\');
  if (slash < 0) return accounts(user);
  return [{ type: 'account', name: user.slice(slash + 1), ntDomain: user.slice(0, slash) }];
}

/** An event of the logs is read as if it had come alone; what is none stays as text of the machine, so that it costs no other. */
function logged(log: JsonObject, fallback: TelemetryEvent, context: RecordContext): TelemetryEvent {
  const reader = windowsCrash.recognises(log) ? windowsCrash : windowsProcess;
  try {
    if (isWindowsEvent(log)) return reader.normalise([log], context)[0]!;
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
  }
  return { ...fallback, logSource: { product: 'windows' }, fields: log };
}
