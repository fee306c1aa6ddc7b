import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { detections } from '../../content/detections.generated';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { eventsOf } from './eventsOf';

// Labelled records beside the project, when they are there: what other people's rules must fire on. Odd lines are for tuning and
// are not counted here. scripts/scoreLabels.mjs tells the same of both halves, with every record that is missed. How many records
// without an attack raise an alert is for falseAlerts.test.ts.
const recorded = join(__dirname, '../../../shared/telemetry');

const label = z.object({ line: z.number(), expected: z.boolean(), needs_mocks: z.boolean() });
const linesOf = (name: string) => readFileSync(join(recorded, name), 'utf8').split('\n').filter(Boolean);

(existsSync(recorded) ? describe : describe.skip)('labelled records of an attack', () => {
  it('raise an alert, seven of ten of them', () => {
    const detectors = createDetectors({
      rules: compileRuleSet(detections).rules,
      indicators: [],
      stateful: [],
      guard: unguarded,
    });
    const sets = readdirSync(recorded, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.labels.ndjson'),
    );
    const scores = sets.sort().map((name) => {
      const records = linesOf(name.replace('.labels.', '.'));
      const attacks = linesOf(name)
        .map((text) => label.parse(JSON.parse(text)))
        .filter(({ line, expected, needs_mocks: needsMocks }) => line % 2 === 0 && expected && !needsMocks);
      const found = attacks.filter(({ line }) => detectors.observe(eventsOf([records[line - 1]!])).length > 0);
      console.info(`${name}: ${found.length} of ${attacks.length}`);
      return { attacks: attacks.length, found: found.length };
    });
    const sum = (of: 'attacks' | 'found') => scores.reduce((total, score) => total + score[of], 0);
    expect(sum('attacks')).toBeGreaterThan(100);
    expect(sum('found') / sum('attacks')).toBeGreaterThanOrEqual(0.7);
  });
});
