import { isQuarantineReason, type QuarantineReason } from '../../model/quarantineReason';
import type { QuarantineEntry } from '../../model/quarantine';

type Place = Pick<QuarantineEntry, 'hubPartition' | 'sequence' | 'index' | 'enqueuedAt'> & { code: QuarantineReason };

/** `{day}.{hub partition}.{sequence}.{index}.{reason}`: the same input always has the same id. */
export const quarantineId = ({ enqueuedAt, hubPartition, sequence, index, code }: Place): string =>
  `${enqueuedAt.slice(0, 10)}.${hubPartition}.${sequence}.${index}.${code}`;

const shape = /^(\d{4}-\d{2}-\d{2})\.([\w-]{1,100})\.(\d{1,19})\.(-1|\d{1,7})\.([A-Za-z0-9]{1,40})$/;

/** What an id says; undefined for what is no id. */
export function readQuarantineId(
  id: string,
): { day: string; hubPartition: string; sequence: number; index: number; code: QuarantineReason } | undefined {
  const [, day, hubPartition, sequence, index, code] = shape.exec(id) ?? [];
  if (!day || !hubPartition || !code || !isQuarantineReason(code)) return undefined;
  return { day, hubPartition, sequence: Number(sequence), index: Number(index), code };
}
