import { open, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { isMissing, reasonOf } from '../reasonOf';
import { fileStateSchema } from './fileChange';

const baselineSchema = z.object({
  /** ISO 8601, UTC: when files were looked at for the first time. */
  baselineAt: z.string(),
  lastChangeAt: z.string().optional(),
  /** The patterns it was made of: other ones make a new baseline, or every newly watched file would look created. */
  patterns: z.array(z.string()),
  files: z.record(z.string(), fileStateSchema),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Keeps the baseline between runs; forgets it with the process when there is no file. */
export interface Baselines {
  load(): Promise<Baseline | undefined>;
  save(baseline: Baseline): Promise<void>;
}

export function memoryBaselines(): Baselines {
  let kept: Baseline | undefined;
  return {
    load: async () => kept,
    save: async (baseline) => {
      kept = baseline;
    },
  };
}

/** One JSON file, replaced as a whole. A damaged one is reported, and a new baseline is made. */
export function fileBaselines(file: string, warn: (message: string) => void): Baselines {
  const memory = memoryBaselines();
  return {
    async load() {
      const kept = await memory.load();
      if (kept !== undefined) return kept;
      try {
        return baselineSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      } catch (error) {
        if (!isMissing(error)) warn(`baseline ${file} is ignored, a new one is made: ${reasonOf(error)}`);
        return undefined;
      }
    },
    async save(baseline) {
      const handle = await open(`${file}.new`, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify(baseline));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.new`, file);
      await memory.save(baseline);
    },
  };
}
