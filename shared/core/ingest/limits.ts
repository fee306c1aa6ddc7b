import type { Rejected } from '../../model/rejected';
import type { DecodeLimits } from './decodedBody';
import { unreadable } from './unreadable';

/** Records that make one event, together: no kernel writes more, and the event must fit into a page. */
export const maxEventBytes = 524_288;

export const oversized = (size: number, limits: DecodeLimits): Rejected =>
  unreadable('OversizedRecord', `The record has ${size} bytes; the limit is ${limits.maxRecordBytes}`);

export const tooMany = (limits: DecodeLimits): Rejected =>
  unreadable('TooManyRecords', `The body holds more than ${limits.maxRecords} records; split it`);

export const tooLarge = (size: number, maxBytes: number): Rejected =>
  unreadable('TooLargeExpanded', `The body has ${size} bytes; send at most ${maxBytes} per message`);
