import type { Alert } from '../../model/alert';
import type { Entity } from '../../model/entity';

type AlertEntity = Alert['entities'][number];

/** An alert that grows for days must stay well below the 256 KB of an export message. */
const maxEntities = 50;

/** Distinct entities of both, the first ones kept when there are too many. */
export function unitedEntities(known: AlertEntity[], more: Entity[]): AlertEntity[] {
  const byKey = new Map<string, AlertEntity>();
  for (const entity of [...known, ...more]) {
    const key = identityOf(entity);
    if (!byKey.has(key)) byKey.set(key, { ...entity });
  }
  return [...byKey.values()].slice(0, maxEntities);
}

function identityOf(entity: object): string {
  const members = Object.entries(entity).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(members).toLowerCase();
}
