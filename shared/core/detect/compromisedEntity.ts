import type { Entity } from '../../model/entity';

/** What an alert calls the victim: its host, else the last name in the resource id, else the account. */
export function compromisedEntityOf(resourceId: string, entities: Entity[]): string {
  const host = entities.find((entity) => entity.type === 'host');
  const account = entities.find((entity) => entity.type === 'account');
  return host?.hostName || resourceId.split('/').filter(Boolean).at(-1) || account?.name || '';
}
