import { ruleSwitchesKey } from '../../core/documentIds';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';

/** The document stays far below what Cosmos takes. */
const maxDisabled = 5_000;

export interface RuleSwitch {
  ruleId: string;
  enabled: boolean;
  /** Object id of the principal. */
  by: string;
  workspaceId: string;
}

/** Switches one detection off, or on again. Idempotent. Throws Rejected `TooManyDisabled`. */
export async function switchRule(
  ports: Pick<Ports, 'now' | 'ruleSwitches'>,
  { ruleId, enabled, by, workspaceId }: RuleSwitch,
): Promise<void> {
  const id = ruleId.toLowerCase();
  await untilSaved(async () => {
    const stored = await ports.ruleSwitches.get();
    const disabled = stored?.disabled ?? [];
    if (disabled.some((one) => one.ruleId === id) === !enabled) return;
    if (!enabled && disabled.length >= maxDisabled)
      throw new Rejected('TooManyDisabled', `At most ${maxDisabled} detections are switched off: switch some on first`);
    const others = disabled.filter((one) => one.ruleId !== id);
    await ports.ruleSwitches.save({
      kind: 'ruleSwitches',
      ...ruleSwitchesKey,
      workspaceId,
      disabled: enabled ? others : [...others, { ruleId: id, at: ports.now().toISOString(), by }],
      ...(stored?._etag !== undefined && { _etag: stored._etag }),
    });
  });
}
