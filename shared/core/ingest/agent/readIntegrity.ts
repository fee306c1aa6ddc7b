import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { contentId } from '../contentId';
import type { RecordContext } from '../source';
import { agentEvent } from './agentEvent';
import { integritySchema, type Envelope } from './agentSchemas';
import { checked } from './checkedRecord';

const fileCategories = {
  created: 'file_event',
  modified: 'file_change',
  attributes: 'file_change',
  deleted: 'file_delete',
};

/** In the categories and names that Sigma has for files: `TargetFilename`. */
export function readIntegrity(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  return checked(integritySchema, envelope.body).changes.map((found, at) => {
    const { path, change } = found;
    const slash = path.lastIndexOf('/');
    const event = agentEvent('integrity', envelope, raw, context);
    return {
      ...event,
      id: contentId('agent', raw, `integrity${at}`),
      logSource: { product: 'linux', service: 'integrity', category: fileCategories[change] },
      entities: [
        ...event.entities,
        { type: 'file', name: path.slice(slash + 1), directory: path.slice(0, slash) || '/' },
      ],
      fields: { ...event.fields, ...(found as JsonObject), TargetFilename: path },
    };
  });
}
