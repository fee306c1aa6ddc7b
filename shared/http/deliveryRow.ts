import { z } from 'zod';
import type { Automation } from '../model/automation';
import type { RunDocument } from '../model/documents/runs';

export const deliveryStates = ['Parked', 'Resent', 'Failed', 'Succeeded'] as const;

export const rowSchema = z.object({
  id: z.string(),
  automationId: z.string(),
  state: z.enum(deliveryStates),
  at: z.string(),
  action: z.string(),
  attempt: z.number().int(),
  events: z.number().int(),
  reason: z.string().nullable(),
  httpStatus: z.number().int().nullable(),
  resentAt: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof rowSchema>;

/** Day and document id: with the automation in the path they are the key of the row. */
export const idOf = ({ day, id }: RunDocument): string => Buffer.from(`${day}|${id}`).toString('base64url');

/** What an id of a row names; undefined when it is none. */
export function keyIn(rowId: string): { day: string; id: string } | undefined {
  const [day = '', id = ''] = Buffer.from(rowId, 'base64url')
    .toString()
    .split(/\|(.*)/s);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? { day, id } : undefined;
}

export const rowOf = ({ id: automationId }: Automation, run: RunDocument): DeliveryRow => ({
  id: idOf(run),
  automationId,
  state: run.status,
  at: run.at,
  action: run.action,
  attempt: run.attempt,
  events: run.outbox.reduce((sum, { keys }) => sum + keys.length, 0),
  reason: run.reason ?? null,
  httpStatus: run.httpStatus ?? null,
  resentAt: run.resentAt ?? null,
});
