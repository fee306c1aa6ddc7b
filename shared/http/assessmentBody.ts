import { hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const secret = z.string().min(1).max(1_024);

/** Metadata with the secret of a partner, which is kept apart; members that clients may not write are left out. */
export const metadataBody = z.looseObject({
  properties: z.looseObject({ partnerData: z.looseObject({ secret: secret.exactOptional() }).exactOptional() }),
});
type MetadataBody = z.infer<typeof metadataBody>['properties'];

/** Properties without the secret, and the secret. Dates are written `GA` and `ga`. */
export function withoutSecret(properties: MetadataBody): { properties: object; secret: string | undefined } {
  const { partnerData, publishDates, policyDefinitionId: _, ...rest } = properties;
  const dates = z.looseObject({ ga: z.string().exactOptional() }).safeParse(publishDates);
  const { secret: given, ...partner } = partnerData ?? {};
  return {
    secret: given,
    properties: {
      ...rest,
      ...(partnerData && { partnerData: partner }),
      ...(publishDates !== undefined && { publishDates: dates.success ? spelled(dates.data) : publishDates }),
    },
  };
}

const spelled = ({ ga, ...dates }: { ga?: string }): object => (ga === undefined ? dates : { ...dates, GA: ga });

export const assessmentBody = z.looseObject({
  properties: z.looseObject({
    status: z.object({
      code: z.enum(['Healthy', 'Unhealthy', 'NotApplicable']),
      cause: z.string().max(256).exactOptional(),
      description: z.string().max(4_096).exactOptional(),
    }),
    resourceDetails: z.looseObject({
      source: z.literal('Azure', 'only resources of the inventory have assessments: Azure'),
    }),
    additionalData: z
      .record(z.string().max(256), z.string().max(4_096))
      .refine((data) => Object.keys(data).length <= 50, 'at most 50 members')
      .exactOptional(),
    metadata: metadataBody.shape.properties.exactOptional(),
    partnersData: z.looseObject({ partnerName: z.string().max(256), secret }).exactOptional(),
  }),
});

/** Whether whoever writes knows the secret; hashed first, so that the time taken does not tell its length. */
export const isSecret = (expected: string, given: string | undefined): boolean =>
  given !== undefined && timingSafeEqual(hash('sha256', expected, 'buffer'), hash('sha256', given, 'buffer'));
