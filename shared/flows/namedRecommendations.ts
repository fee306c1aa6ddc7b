import type { Recommendation } from '../core/posture/recommendation';
import type { Ports } from './ports';
import type { PostureDirectory } from './postureDirectory';

const maxRemembered = 20_000;
/** A key that nobody knows is asked for once in that time; one that was not asked for yet, at once. */
const askAgainMs = 2_000;

/** The shipped and the assigned ones, of which `keys` are verdicts; the same array as long as that does not change. */
export type NamedRecommendations = (keys: Iterable<string>) => Promise<readonly Recommendation[]>;

/**
 * Names verdicts. What is assigned anew may be younger than what the directory last read, so an unknown key makes it read
 * again; what was taken away stays known to this process, so that its last verdicts can be told of.
 */
export function namedRecommendations(
  { now }: Pick<Ports, 'now'>,
  directory: Pick<PostureDirectory, 'assigned'>,
  shipped: readonly Recommendation[],
): NamedRecommendations {
  const remembered = new Map<string, Recommendation>();
  const known = new Set(shipped.map(({ key }) => key));
  let list = shipped;
  const askedAt = new Map<string, number>();

  async function learn(since?: string): Promise<void> {
    const current = await directory.assigned(since);
    const news = current.filter((one) => remembered.get(one.key) !== one);
    if (remembered.size > maxRemembered) remembered.clear();
    for (const one of current) remembered.set(one.key, one);
    if (news.length > 0) list = [...shipped, ...remembered.values()];
  }

  return async (keys) => {
    await learn();
    const isKnown = (key: string): boolean => known.has(key) || remembered.has(key);
    const time = now().getTime();
    const strangers = [...keys].filter((key) => !isKnown(key) && time - (askedAt.get(key) ?? -Infinity) >= askAgainMs);
    if (strangers.length > 0) {
      await learn(now().toISOString());
      if (askedAt.size > maxRemembered) askedAt.clear();
      for (const key of strangers) askedAt.set(key, time);
    }
    return list;
  };
}
