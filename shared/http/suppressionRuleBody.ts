import { z } from 'zod';
import { type SuppressionRule, suppressionStates } from '../model/suppressionRule';

const text = z.string().min(1).max(256);

const element = z
  .strictObject({
    field: z
      .string()
      .regex(/^entities(\.[\w-]{1,64}){2,5}$/i, 'names a member of an entity, such as entities.ip.address'),
    in: z.array(z.string().max(2048)).min(1).max(500).exactOptional(),
    contains: z.string().min(1).max(2048).exactOptional(),
  })
  .refine(
    (one) => one.in !== undefined || one.contains !== undefined,
    'has "in" (a list of texts) or "contains" (a text)',
  );

/** What says which alerts a rule names. */
const naming = {
  alertType: text,
  suppressionAlertsScope: z.looseObject({ allOf: z.array(element).max(50) }).nullish(),
};

const date = z.iso.datetime({ offset: true, message: 'is a time in ISO 8601 with a zone' }).nullish();

/** Documents of Microsoft write `Utc` and `UTC`. What is read-only in an answer is not looked at. */
export const suppressionRuleBody = z.looseObject({
  properties: z.looseObject({
    ...naming,
    reason: text,
    comment: z.string().max(4000).nullish(),
    state: z.enum(suppressionStates),
    expirationDateUtc: date,
    expirationDateUTC: date,
  }),
});

/** A rule that is only tried: what it would do does not depend on its reason and state. */
export const suppressionPreviewBody = z.looseObject({ properties: z.looseObject(naming) });

type Draft = z.infer<typeof suppressionRuleBody>['properties'];

export const namingOf = ({
  alertType,
  suppressionAlertsScope,
}: z.infer<typeof suppressionPreviewBody>['properties']): Pick<SuppressionRule, 'alertType' | 'allOf'> => ({
  alertType,
  allOf: suppressionAlertsScope?.allOf ?? null,
});

export function ruleOfBody(name: string, draft: Draft, now: Date): SuppressionRule {
  const expires = draft.expirationDateUtc ?? draft.expirationDateUTC;
  return {
    name,
    ...namingOf(draft),
    reason: draft.reason,
    state: draft.state,
    expirationDateUtc: expires ? new Date(expires).toISOString() : null,
    lastModifiedUtc: now.toISOString(),
    ...(draft.comment && { comment: draft.comment }),
  };
}
