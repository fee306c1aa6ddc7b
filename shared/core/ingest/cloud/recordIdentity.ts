import type { Json } from '../../../model/json';
import { contentId, ownId } from '../contentId';
import type { EventTime } from '../recordTime';
import type { RecordContext } from '../source';

/**
 * Id by the sender's own parts when it gave them all; else by content, and by place as well when the record names no time: equal
 * records without id and time can be real repeats. `name` is letters only.
 */
export function recordIdentity(
  name: string,
  parts: string[],
  record: Json,
  { timeOrigin }: EventTime,
  context: RecordContext,
): string {
  if (parts.length > 0 && parts.every((part) => part !== '')) return ownId(name, ...parts);
  return contentId(name, record, timeOrigin === 'record' ? '' : context.position);
}
