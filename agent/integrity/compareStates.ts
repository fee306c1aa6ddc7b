import type { FileChange, FileState } from './fileChange';
import type { FileStates, ReadStates } from './readFileStates';

/** What changed between the baseline and now; a file that cannot be read now is unknown, not deleted. */
export function compareStates(before: FileStates, { states, unreadable }: ReadStates): FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(states)])].sort();
  const whollyRead = Object.keys(unreadable).length === 0;
  return paths.flatMap((path): FileChange[] => {
    const [old, now] = [before[path], states[path]];
    if (now === undefined) return whollyRead ? [{ path, change: 'deleted', before: told(old!) }] : [];
    if (old === undefined) return [{ path, change: 'created', after: told(now) }];
    const change = old.sha256 !== now.sha256 ? 'modified' : attributesDiffer(old, now) ? 'attributes' : undefined;
    return change === undefined ? [] : [{ path, change, before: told(old), after: told(now) }];
  });
}

/** The next baseline: what cannot be read now keeps its former state. */
export const nextBaseline = (before: FileStates, { states, unreadable }: ReadStates): FileStates =>
  Object.keys(unreadable).length === 0 ? states : { ...before, ...states };

const attributesDiffer = (old: FileState, now: FileState) =>
  old.mode !== now.mode || old.uid !== now.uid || old.gid !== now.gid;

const told = ({ sha256, mode, uid, gid, size }: FileState) => ({ sha256, mode, uid, gid, size });
