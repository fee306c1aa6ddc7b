import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Entity } from '../../../model/entity';
import { Rejected } from '../../../model/rejected';
import { createAddressIndex } from './addressIndex';
import { canonicalDomain, urlIn } from './indicator';

/** Things that are never an indicator, whatever a list says: public DNS servers, ranges of clouds, the most visited domains. */
export interface AllowList {
  allows(entity: Entity): boolean;
}

/** A MISP warning list (github.com/MISP/misp-warninglists, `schema.json`). */
export const warningListSchema = z.object({
  name: z.string().max(500),
  type: z.enum(['cidr', 'hostname', 'string', 'substring', 'regex']),
  list: z.array(z.string().max(2_000)).max(2_000_000),
});

export type WarningList = z.infer<typeof warningListSchema>;

/** Texts are looked for in every hit: more of them than this belong into a list of hosts or networks. */
const maxPatterns = 5_000;

/** Throws Rejected when a list cannot be used. */
export function createAllowList(lists: WarningList[]): AllowList {
  const of = (type: WarningList['type']) => lists.filter((list) => list.type === type).flatMap(({ list }) => list);
  const networks = createAddressIndex(
    of('cidr').flatMap((value, owner) => (isNetwork(value) ? [{ value, owner }] : [])),
  );
  const hosts = new Set(of('hostname').map((name) => name.toLowerCase().replace(/^\.|\.$/g, '')));
  const texts = new Set(of('string').map((text) => text.toLowerCase()));
  const pieces = few(of('substring')).map((text) => text.toLowerCase());
  const patterns = few(of('regex')).map(compiled);

  function allowsText(text: string): boolean {
    const lower = text.toLowerCase();
    return (
      texts.has(lower) ||
      pieces.some((piece) => lower.includes(piece)) ||
      patterns.some((pattern) => pattern.matcher(text).find())
    );
  }

  function allowsHost(text: string): boolean {
    const name = canonicalDomain(text);
    if (name === undefined) return networks.find(text) >= 0 || allowsText(text);
    const labels = name.split('.');
    return labels.some((_, at) => hosts.has(labels.slice(at).join('.'))) || allowsText(name);
  }

  return {
    allows(entity) {
      switch (entity.type) {
        case 'ip':
          return allowsHost(entity.address);
        case 'dns':
          return allowsHost(entity.domainName);
        case 'url':
          return allowsHost(urlIn(entity.url)?.hostname.replace(/^\[|\]$/g, '') ?? '') || allowsText(entity.url);
        case 'filehash':
          return allowsText(entity.value);
        default:
          return false;
      }
    },
  };
}

const isNetwork = (value: string): boolean => /^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(value) && /[.:]/.test(value);

function few(list: string[]): string[] {
  if (list.length <= maxPatterns) return list;
  throw new Rejected(
    'AllowListTooLong',
    `${list.length} texts or patterns; at most ${maxPatterns}, use hosts or networks`,
  );
}

/** MISP writes `/pattern/flags` or the bare pattern. Linear time: a list is somebody else's input. */
function compiled(text: string): RE2JS {
  const [, body = text, flags = ''] = /^\/(.*)\/([a-z]*)$/.exec(text) ?? [];
  try {
    return RE2JS.compile(body, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    throw new Rejected('AllowListInvalid', `"${text.slice(0, 200)}" is no pattern: ${String(error)}`);
  }
}
