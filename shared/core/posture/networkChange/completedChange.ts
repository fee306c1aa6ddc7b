import type { JsonObject } from '../../../model/json';
import type { NetworkChange } from '../../../model/networkChange';
import { differences } from './applySighting';
import { boundedChanges } from './boundedChanges';
import { applyDiff } from './diffResource';
import type { NetworkKind } from './networkType';
import { weakens } from './weakens';
import { without } from './without';

/** The change as it led from the configuration before it to the one that a snapshot shows; `from` is what its body made of it. */
export function completedChange(
  kind: NetworkKind,
  change: NetworkChange,
  from: JsonObject | null,
  to: JsonObject | null,
): NetworkChange {
  const back = change.changes.map(({ path, before, after }) => ({ path, before: after, after: before }));
  const before = change.operation === 'created' ? null : applyDiff(from ?? {}, back);
  const { weakenings, notJudged } = weakens(kind, before, to);
  return {
    ...without(change, 'omitted', 'notJudged'),
    ...boundedChanges(differences(before, to)),
    weakenings,
    ...(notJudged !== undefined && { notJudged }),
  };
}
