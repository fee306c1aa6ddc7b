import { z } from 'zod';

/** What a scanner found in one machine; `Clean` says that it has looked and found nothing. */
export const machineFindingSchema = z.object({
  scanner: z.string(),
  /** Day (UTC) on which the scanner last reported it. */
  lastSeen: z.string(),
  ids: z.array(z.string()).optional(),
  severity: z.enum(['Critical', 'High', 'Medium', 'Low', 'Informational', 'Unknown']).optional(),
  title: z.string().optional(),
  package: z.string().optional(),
  version: z.string().optional(),
  fixedVersion: z.string().optional(),
  status: z.enum(['Open', 'Fixed', 'Clean']),
});

export type MachineFinding = z.infer<typeof machineFindingSchema>;

/** Type of the extension resource that holds it; its id is `{machine id}/providers/Skywarden/vulnerabilities/{name}`. */
export const machineFindingType = 'Skywarden/vulnerabilities';
