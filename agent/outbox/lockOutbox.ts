import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseProcStat } from '../parse/procStat';
import { isMissing } from '../reasonOf';

/**
 * Takes `file` for this process, also after one that died with it; throws while another one lives. The time of its start
 * tells a process from a later one with its number. Answers how to release it.
 */
export function lockOutbox(file: string): () => void {
  const owner = contentOf(file);
  const pid = owner?.split(' ')[0];
  if (owner !== undefined && owner === identityOf(`${pid}`)) {
    throw new Error(`process ${pid} holds ${file}: is another collector running? Stop it first`);
  }
  rmSync(file, { force: true });
  writeFileSync(file, identityOf('self') ?? '', { flag: 'wx', mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** `pid startTicks`, undefined when there is no such process. */
function identityOf(pid: string): string | undefined {
  const stat = parseProcStat(contentOf(`/proc/${pid}/stat`) ?? '');
  return stat === undefined ? undefined : `${stat.pid} ${stat.startTicks}`;
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
