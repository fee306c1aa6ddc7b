import { z } from 'zod';
import { type PlanName, plans, type PlanState, pricingTiers } from '../model/plan';
import { badRequest } from './httpError';

const text = z.string().min(1).max(256);
const anyCase = <T extends string>(values: readonly T[]) =>
  z
    .string()
    .transform((given) => values.find((value) => value.toLowerCase() === given.toLowerCase()))
    .refine((value) => value !== undefined, `is one of ${values.join(', ')}`)
    .transform((value) => value!);

const flag = anyCase(['True', 'False'] as const);

const extension = z.looseObject({
  name: text,
  isEnabled: flag,
  additionalExtensionProperties: z.record(text, z.string().max(2000)).nullish(),
});

/** What is read-only in an answer is not looked at. */
export const pricingBody = z.looseObject({
  properties: z.looseObject({
    pricingTier: anyCase(pricingTiers),
    subPlan: text.nullish(),
    enforce: flag.nullish(),
    extensions: z.array(extension).max(50).nullish(),
  }),
});

type Draft = z.infer<typeof pricingBody>['properties'];

/** The plan as it is to be. The trial begins when it is switched on for the first time, and never again. */
export function planOfBody(name: PlanName, draft: Draft, before: PlanState | undefined, now: Date): PlanState {
  const isOn = draft.pricingTier === 'Standard';
  const subPlan = isOn ? subPlanOf(name, draft.subPlan ?? undefined) : undefined;
  const extensions = (draft.extensions ?? undefined)?.map((one) => ({
    name: one.name,
    isEnabled: one.isEnabled,
    ...(one.additionalExtensionProperties && { additionalExtensionProperties: one.additionalExtensionProperties }),
  }));
  const kept = extensions ?? before?.extensions;
  const enforce = draft.enforce ?? before?.enforce;
  const wasOn = before?.pricingTier === 'Standard';
  const enabledAt = isOn ? ((wasOn ? before.enabledAt : undefined) ?? now.toISOString()) : undefined;
  const trialFrom = before?.trialFrom ?? (isOn ? now.toISOString() : undefined);
  return {
    pricingTier: draft.pricingTier,
    ...(subPlan !== undefined && { subPlan }),
    ...(kept && { extensions: kept }),
    ...(enforce && { enforce }),
    ...(enabledAt !== undefined && { enabledAt }),
    ...(trialFrom !== undefined && { trialFrom }),
  };
}

function subPlanOf(name: PlanName, asked: string | undefined): string | undefined {
  const plan = plans[name];
  const known: readonly string[] = 'subPlans' in plan ? plan.subPlans : [];
  // Without one, the full plan of servers applies.
  if (asked === undefined) return name === 'VirtualMachines' ? 'P2' : undefined;
  const found = known.find((one) => one.toLowerCase() === asked.toLowerCase());
  if (found !== undefined) return found;
  const has = known.length > 0 ? `has the sub-plans ${known.join(', ')}` : 'has no sub-plans';
  throw badRequest('InvalidSubPlan', `The plan ${name} ${has}: '${asked.slice(0, 80)}' is none of them.`);
}
