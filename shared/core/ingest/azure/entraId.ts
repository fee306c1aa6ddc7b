import type { JsonObject } from '../../../model/json';
import { contentId, ownId } from '../contentId';
import { field, textField } from '../field';
import type { RecordContext } from '../source';
import { azureTime, tableOf } from './azureRecord';

/**
 * Identity of an Entra record: `id` of its properties within its category. `states` are the members that tell versions of
 * one id apart (a risky user's id is the user's). Without an id the content counts, and without a time also its place.
 */
export function entraId(
  source: string,
  record: JsonObject,
  properties: JsonObject,
  context: RecordContext,
  states: readonly string[] = [],
): string {
  const id = textField(properties, 'id');
  if (id !== '') {
    const kind = textField(record, 'category') || tableOf(record);
    return ownId(source, kind.toLowerCase(), id, ...states.map((name) => textField(properties, name)));
  }
  const dated = azureTime(record, context, field(properties, 'createdDateTime')).timeOrigin === 'record';
  return contentId(source, record, dated ? '' : context.position);
}
