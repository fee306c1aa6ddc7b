import { z } from 'zod';

const levels = ['Low', 'Moderate', 'High'] as const;
const day = z.string().regex(/^([0-9]{2}\/){2}[0-9]{4}$/);

/**
 * `Microsoft.Security/assessmentMetadata` as a client may write it (2021-06-01), without its secret. `CustomerManaged` is one's own,
 * `VerifiedPartner` that of another product; the other types are not for clients.
 */
export const assessmentMetadataSchema = z.object({
  displayName: z.string().min(1).max(256),
  severity: z.enum(['Low', 'Medium', 'High']),
  assessmentType: z.enum(['CustomerManaged', 'VerifiedPartner']),
  description: z.string().max(8_192).exactOptional(),
  remediationDescription: z.string().max(16_384).exactOptional(),
  categories: z
    .array(z.enum(['Compute', 'Networking', 'Data', 'IdentityAndAccess', 'IoT']))
    .max(5)
    .exactOptional(),
  userImpact: z.enum(levels).exactOptional(),
  implementationEffort: z.enum(levels).exactOptional(),
  threats: z.array(z.string().max(64)).max(16).exactOptional(),
  preview: z.boolean().exactOptional(),
  partnerData: z
    .object({ partnerName: z.string().min(1).max(256), productName: z.string().max(256).exactOptional() })
    .exactOptional(),
  publishDates: z.object({ public: day, GA: day.exactOptional() }).exactOptional(),
  plannedDeprecationDate: z
    .string()
    .regex(/^[0-9]{2}\/[0-9]{4}$/)
    .exactOptional(),
  tactics: z.array(z.string().max(64)).max(20).exactOptional(),
  techniques: z.array(z.string().max(128)).max(200).exactOptional(),
});

export type AssessmentMetadata = z.infer<typeof assessmentMetadataSchema>;
