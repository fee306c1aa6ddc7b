import { Rejected } from '../../model/rejected';

/** .NET ticks (100 ns since 0001-01-01) of the Unix epoch and of the last instant of year 9999. */
const epochTicks = 621355968000000000n;
const maxTicks = 3155378975999999999n;

const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** .NET ticks of an ISO time with an offset; fractions beyond 100 ns are cut. Throws Rejected for any other text. */
export function ticksOf(time: string): bigint {
  const [, seconds, fraction = '', zone] = isoTime.exec(time) ?? [];
  const milliseconds = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(milliseconds)) throw new Rejected('TimeUnreadable', `"${time}" is no ISO 8601 time with a zone`);
  return epochTicks + BigInt(milliseconds) * 10_000n + BigInt(fraction.slice(0, 7).padEnd(7, '0'));
}

/** The instant in UTC with seven fractional digits and Z, as alerts carry it. */
export function sevenDigits(time: string): string {
  const ticks = ticksOf(time) - epochTicks;
  const seconds = ticks / 10_000_000n - (ticks % 10_000_000n < 0n ? 1n : 0n);
  const rest = ticks - seconds * 10_000_000n;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${String(rest).padStart(7, '0')}Z`;
}

/** Name of an alert: the ticks that are left until the end of year 9999, so that names sort newest first, then its guid. */
export function ticksName(startTimeUtc: string, guid: string): string {
  return `${String(maxTicks - ticksOf(startTimeUtc)).padStart(19, '0')}_${guid}`;
}
