import type { Json } from '../../../../model/json';
import { expressionError } from '../doubt';
import type { Result } from '../frame';
import { pure, type PureFunction } from './pureFunction';

const isoForm = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;
const msPerDay = 86_400_000;

/** ISO 8601 plus days, in UTC; the fraction of the input stays as it is. */
function addDays([date = null, days = null]: Json[]): Result {
  const parts = typeof date === 'string' ? isoForm.exec(date.trim()) : null;
  if (!parts || typeof days !== 'number') return expressionError('addDays() needs an ISO 8601 date and a number');
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const start = Date.parse(`${written}Z`);
  const moved = new Date(start - offset(zone) + days * msPerDay);
  const isDate = !Number.isNaN(start) && new Date(start).toISOString().startsWith(written);
  if (!isDate || Number.isNaN(moved.getTime()) || !inYears(moved)) return expressionError('addDays() of no date');
  return `${moved.toISOString().slice(0, 19)}${fraction}Z`;
}

/** Years that four digits can tell. */
const inYears = (date: Date): boolean => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9_999;

/** Milliseconds that a zone is ahead of UTC. */
function offset(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

export const dates: Record<string, PureFunction> = { adddays: pure(2, 2, addDays) };
