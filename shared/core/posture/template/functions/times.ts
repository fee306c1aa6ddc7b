import type { Json } from '../../../../model/json';
import { expressionError } from '../../policy/doubt';
import type { Result } from '../../policy/frame';
import { pure, type PureFunction } from '../../policy/functions/pureFunction';

const dateForm = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)(?:\.\d+)?\s*(?:Z|[+-]00:?00)?)?$/i;
const durationForm = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Milliseconds since 1970 of a date in UTC. */
function timeOf(text: string): number | undefined {
  const parts = dateForm.exec(text.trim());
  if (!parts) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = parts;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

const tokens: Record<string, (iso: string) => string> = {
  yyyy: (iso) => iso.slice(0, 4),
  yy: (iso) => iso.slice(2, 4),
  MM: (iso) => iso.slice(5, 7),
  M: (iso) => String(Number(iso.slice(5, 7))),
  dd: (iso) => iso.slice(8, 10),
  d: (iso) => String(Number(iso.slice(8, 10))),
  HH: (iso) => iso.slice(11, 13),
  mm: (iso) => iso.slice(14, 16),
  ss: (iso) => iso.slice(17, 19),
};
const standard: Record<string, string> = { u: 'yyyy-MM-dd HH:mm:ssZ', s: 'yyyy-MM-ddTHH:mm:ss', d: 'M/d/yyyy' };
const iso = 'yyyy-MM-ddTHH:mm:ssZ';

/** Undefined for a format string of .NET that is not known here. */
function written(time: number, format: string): string | undefined {
  const pattern = standard[format] ?? format;
  if (/[a-zA-Z]/.test(pattern.replaceAll(/yyyy|yy|MM?|dd?|HH|mm|ss|T|Z/g, ''))) return undefined;
  const text = new Date(time).toISOString();
  return pattern.replaceAll(/yyyy|yy|MM?|dd?|HH|mm|ss/g, (token) => tokens[token]!(text));
}

/** Without a format the result is written like its base. */
const formOf = (base: string): string =>
  /^\d{8}T/.test(base) ? 'yyyyMMddTHHmmssZ' : /^\d{4}-\d\d-\d\d /.test(base) ? 'yyyy-MM-dd HH:mm:ssZ' : iso;

/** Months of unlike length end with their last day, as in .NET. */
function moved(time: number, duration: string): number | undefined {
  const parts = durationForm.exec(duration);
  if (!parts) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = parts.slice(2).map((part) => Number(part ?? 0));
  const sign = parts[1] === '-' ? -1 : 1;
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + sign * (years! * 12 + months!));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  const rest = ((weeks! * 7 + days!) * 24 + hours!) * 3600 + minutes! * 60 + seconds!;
  return date.getTime() + sign * rest * 1000;
}

function dateTimeAdd([base = null, duration = null, format]: Json[]): Result {
  const time = typeof base === 'string' ? timeOf(base) : undefined;
  if (time === undefined || typeof duration !== 'string')
    return expressionError('dateTimeAdd() needs an ISO 8601 date in UTC and a duration');
  const end = moved(time, duration);
  if (end === undefined || Number.isNaN(end)) return expressionError('dateTimeAdd() of no ISO 8601 duration');
  const text = written(end, typeof format === 'string' ? format : formOf(base as string));
  return text ?? expressionError('dateTimeAdd() with a format that is not known here');
}

export const times: Record<string, PureFunction> = {
  datetimeadd: pure(2, 3, dateTimeAdd),
  datetimefromepoch: pure(1, 1, ([epoch = null]) =>
    typeof epoch === 'number'
      ? (written(epoch * 1000, iso) ?? '')
      : expressionError('dateTimeFromEpoch() needs a number'),
  ),
  datetimetoepoch: pure(1, 1, ([text = null]) => {
    const time = typeof text === 'string' ? timeOf(text) : undefined;
    return time === undefined ? expressionError('dateTimeToEpoch() needs an ISO 8601 date in UTC') : time / 1000;
  }),
};
