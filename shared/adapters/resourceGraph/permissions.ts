import type { JsonObject } from '../../model/json';

const patterns = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string').map((one) => one.toLowerCase()) : [];

/** Whether the permissions somebody has at a scope hold every read, as Reader does: `*\/read` or `*`, nothing of it excepted. */
export const readsEverything = (permissions: readonly JsonObject[]): boolean =>
  permissions.some((permission) => {
    const allowed = patterns(permission['actions']).some((action) => action === '*' || action === '*/read');
    const excepted = patterns(permission['notActions']).some((action) => /(?:^|\/)(?:\*|read)$/.test(action));
    return allowed && !excepted;
  });
