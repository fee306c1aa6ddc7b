import type { Alert } from '../../model/alert';
import type { Entity } from '../../model/entity';
import { cutTexts } from './boundedText';

type AlertEntity = Alert['entities'][number];

/** An alert that grows for days must stay well below the 256 KB of an export message. */
const maxEntities = 50;
const maxLength = 80_000;

/** Distinct entities of both, the first ones kept when there are too many or they say too much. */
export function unitedEntities(known: AlertEntity[], more: Entity[]): AlertEntity[] {
  const byKey = new Map<string, AlertEntity>();
  let length = 0;
  for (const entity of [...known, ...more]) {
    const bounded: AlertEntity = cutTexts({ ...entity });
    const key = identityOf(bounded);
    if (byKey.has(key) || byKey.size >= maxEntities || length + key.length > maxLength) continue;
    length += key.length;
    byKey.set(key, bounded);
  }
  return [...byKey.values()];
}

function identityOf(entity: object): string {
  const members = Object.entries(entity).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(members).toLowerCase();
}
