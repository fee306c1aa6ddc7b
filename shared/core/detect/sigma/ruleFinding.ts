import type { Entity } from '../../../model/entity';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { Finding } from '../detector';
import { compromisedEntityOf } from '../compromisedEntity';
import type { CompiledRule } from './compileRule';
import type { RecordView } from './recordView';

const maxShownText = 1000;

/** The finding of a rule on an event; `view` is the record that matched. */
export function ruleFinding({ rule, entity, fields }: CompiledRule, event: TelemetryEvent, view: RecordView): Finding {
  return {
    rule,
    entityKey: entity
      .map((selector) => selected(selector, event, view))
      .join('|')
      .toLowerCase(),
    time: event.time,
    resourceId: event.resourceId,
    compromisedEntity: compromisedEntityOf(event.resourceId, event.entities),
    entities: event.entities,
    eventIds: [event.id],
    extendedProperties: Object.fromEntries(
      fields.map((field) => [field, shown(view, field)] as const).filter(([, text]) => text !== ''),
    ),
  };
}

function selected(selector: string, event: TelemetryEvent, view: RecordView): string {
  if (selector === 'resourceId') return event.resourceId;
  if (selector.startsWith('fields.')) return shown(view, selector.slice('fields.'.length));
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

function shown(view: RecordView, field: string): string {
  const text = view
    .texts(field.toLowerCase())
    .map((value) => value.text)
    .join(', ');
  return text.slice(0, maxShownText);
}
