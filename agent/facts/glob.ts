import type { MachineRoot } from '../machineRoot';
import { globPattern, hasWildcard } from '../parse/globPattern';
import { isMissing } from '../reasonOf';

/** Paths on the machine that match a pattern with wildcards in any segment, sorted; a folder that is not there matches nothing. */
export function glob(root: MachineRoot, pattern: string): string[] {
  const segments = pattern.split('/').filter(Boolean);
  return segments.reduce<string[]>((found, segment) => found.flatMap((folder) => step(root, folder, segment)), ['']);
}

function step(root: MachineRoot, folder: string, segment: string): string[] {
  if (!hasWildcard(segment)) return root.exists(`${folder}/${segment}`) ? [`${folder}/${segment}`] : [];
  const expression = globPattern(segment);
  return namesIn(root, folder)
    .filter((name) => expression.test(name))
    .map((name) => `${folder}/${name}`);
}

function namesIn(root: MachineRoot, folder: string): string[] {
  try {
    return root.list(folder === '' ? '/' : folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
