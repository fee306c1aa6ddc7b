import { z } from 'zod';

export interface DetectionDocument {
  file: string;
  rule: unknown;
}

/** What a Sigma document says beside the rule itself. */
export interface Notes {
  file: string;
  dataNeed: string;
  falsePositives: string[];
}

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]);
const documentSchema = z.object({
  id: z.string().transform((id) => id.toLowerCase()),
  name: z.string().optional().catch(undefined),
  falsepositives: texts.default([]),
  logsource: z.object({ definition: z.string().default('') }).optional(),
  correlation: z.object({ rules: texts }).optional(),
});

/** By the id of a rule or correlation; a correlation needs what its rules need. */
export function documentNotes(documents: readonly DetectionDocument[]): {
  has(id: string): boolean;
  of(id: string): Notes;
} {
  const read = documents.flatMap(({ file, rule }) => {
    const parsed = documentSchema.safeParse(rule);
    return parsed.success ? [{ file, ...parsed.data }] : [];
  });
  const byName = new Map(read.flatMap((one) => [one.id, one.name ?? one.id].map((name) => [name, one] as const)));
  const needOf = (name: string, depth = 0): string[] => {
    const found = byName.get(name);
    if (found === undefined || depth > 5) return [];
    const own = found.logsource?.definition ?? '';
    return [
      ...(own === '' ? [] : [own]),
      ...(found.correlation?.rules ?? []).flatMap((rule) => needOf(rule, depth + 1)),
    ];
  };
  return {
    has: (id) => byName.has(id.toLowerCase()),
    of(id) {
      const found = byName.get(id.toLowerCase());
      const dataNeed = [...new Set(needOf(id.toLowerCase()))].join(' ');
      return { file: found?.file ?? '', dataNeed, falsePositives: found?.falsepositives ?? [] };
    },
  };
}
