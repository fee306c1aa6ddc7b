import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { field } from '../field';
import type { RawRecord, RecordContext } from '../source';
import { distinct } from './azureEntities';
import { azureFields, firstTime, pick, readAzureRecord, type AzureRecord } from './azureRecord';
import { entraId } from './entraId';

/** How one of Entra's logs is written. Names are members of its properties. */
export interface EntraLog {
  source: string;
  /** Members that are objects, which Log Analytics and older exports write as text. */
  jsonNames: readonly string[];
  /** Members that rules use without `properties.`. */
  lifted: readonly string[];
  /** When it happened, best first; the envelope's times come after them. */
  times: readonly string[];
  /** Members that tell versions of one id apart. */
  states?: readonly string[];
}

/** What one record says. */
export interface EntraSaying {
  /** Service of the log source. */
  service: string;
  entities: Entity[];
  /** Names of the Log Analytics table that rules use. */
  names: JsonObject;
  /** The properties as the event shows them, when not as they were sent. */
  properties?: JsonObject;
}

/** The event of a record of Entra; `say` reads what is its log's own. */
export function entraEvent(
  log: EntraLog,
  raw: RawRecord,
  context: RecordContext,
  say: (sent: AzureRecord) => EntraSaying,
): TelemetryEvent {
  const sent = readAzureRecord(raw, context, log.jsonNames);
  const { record, properties, resourceId } = sent;
  const said = say(sent);
  const times = [...log.times.map((name) => field(properties, name)), field(record, 'time'), record.TimeGenerated];
  return {
    id: entraId(log.source, record, properties, context, log.states),
    source: log.source,
    ...firstTime(context, ...times),
    resourceId,
    logSource: { product: 'azure', service: said.service },
    entities: distinct(said.entities),
    fields: azureFields(
      { ...sent, properties: said.properties ?? properties },
      { ...pick(properties, log.lifted), ...said.names },
    ),
  };
}
