import type { Entity } from '../../../model/entity';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { Finding } from '../detector';
import { compromisedEntityOf } from '../compromisedEntity';
import type { CompiledRule } from './compileRule';
import { createFieldReader, type FieldReader } from './fieldReader';
import type { RecordView } from './recordView';

const maxShownText = 1000;

/** The finding of a rule on an event; `view` is the record that matched. */
export function ruleFinding(compiled: CompiledRule, event: TelemetryEvent, view: RecordView): Finding {
  const { rule, entity, fields, fieldNames } = compiled;
  const shown = (field: string): string => textOf(createFieldReader(field, fieldNames), view);
  return {
    rule,
    entityKey: entity
      .map((selector) => selected(selector, event, shown))
      .join('|')
      .toLowerCase(),
    time: event.time,
    resourceId: event.resourceId,
    compromisedEntity: compromisedEntityOf(event.resourceId, event.entities),
    entities: event.entities,
    eventIds: [event.id],
    extendedProperties: Object.fromEntries(
      fields.map((field) => [field, shown(field)] as const).filter(([, text]) => text !== ''),
    ),
  };
}

function selected(selector: string, event: TelemetryEvent, shown: (field: string) => string): string {
  if (selector === 'resourceId') return event.resourceId;
  if (selector.startsWith('fields.')) return shown(selector.slice('fields.'.length));
  const entity = event.entities.find((candidate) => candidate.type === selector);
  return entity === undefined ? '' : nameOf(entity);
}

/** The member that names an entity: alerts about the same one are merged. */
function nameOf(entity: Entity): string {
  switch (entity.type) {
    case 'ip':
      return entity.address;
    case 'host':
      return entity.azureID ?? entity.hostName;
    case 'account':
      return (
        entity.aadUserId ?? entity.sid ?? [entity.ntDomain, entity.name, entity.upnSuffix].filter(Boolean).join('/')
      );
    case 'process':
      return entity.commandLine ?? entity.processId ?? '';
    case 'file':
      return [entity.directory, entity.name].filter(Boolean).join('/');
    case 'filehash':
      return entity.value;
    case 'azure-resource':
      return entity.resourceId;
    case 'dns':
      return entity.domainName;
    case 'url':
      return entity.url;
  }
}

function textOf(field: FieldReader, view: RecordView): string {
  const texts = field.texts(view).map(({ text }) => text);
  return texts.join(', ').slice(0, maxShownText);
}
