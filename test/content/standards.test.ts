import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recommendations } from '../../content/recommendations.generated';
import { standards as files } from '../../content/standards.generated';
import { assessmentSource, sourceIndex } from '../../shared/core/posture/compliance/assessmentSource';
import { standardSchema } from '../../shared/model/standard';

const standards = files.map(({ file, standard }) => ({ file, standard: standardSchema.parse(standard) }));
const byName = (name: string) => standards.find(({ standard }) => standard.name === name)!.standard;
const known = new Set(recommendations.map(({ key }) => key));
const sourcesOf = sourceIndex(recommendations.map(assessmentSource));

test('the benchmark, and it alone, is on everywhere', () => {
  const always = standards.filter(({ standard }) => standard.alwaysOn);
  expect(always.map(({ standard }) => standard.name)).toEqual(['Microsoft-cloud-security-benchmark']);
  expect(standards.map(({ standard }) => standard.name).sort()).toEqual([
    'CIS-Azure-Foundations-v2.0.0',
    'ISO-27001-2022',
    'Microsoft-cloud-security-benchmark',
    'NIST-SP-800-53-R5',
    'PCI-DSS-4',
    'SOC-2-Type-2',
  ]);
});

test('the benchmark has all 85 control groups of its initiative', () => {
  expect(byName('Microsoft-cloud-security-benchmark').controls).toHaveLength(85);
});

describe.each(standards)('$file', ({ standard }) => {
  it('names each control once, and says what it is about', () => {
    const names = standard.controls.map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(standard.controls.filter(({ title }) => title.trim().length < 5)).toEqual([]);
  });

  it('names recommendations that there are', () => {
    const named = standard.controls.flatMap((control) => control.recommendations ?? []);
    expect(named.filter((key) => !known.has(key))).toEqual([]);
  });

  it('leaves to people what neither a recommendation nor a policy judges, and nothing else', () => {
    const judged = (control: (typeof standard.controls)[number]): boolean =>
      (control.recommendations ?? []).length + (control.policyDefinitionIds ?? []).length > 0;
    expect(standard.controls.filter((control) => judged(control) === (control.manual === true))).toEqual([]);
  });

  it('has controls that recommendations of ours judge', () => {
    expect(standard.controls.filter((control) => sourcesOf(control).length > 0).length).toBeGreaterThan(5);
  });
});

const table = join(__dirname, '../../../shared/policy/mcsb.tsv');
const given = existsSync(table) ? describe : describe.skip;
if (!existsSync(table)) console.warn(`Policy data is not at ${table}: its tests are skipped`);

given('the table of the benchmark', () => {
  it('has every policy in the controls that ours has it in', () => {
    const [, ...lines] = readFileSync(table, 'utf8').trim().split('\n');
    const expected = lines.flatMap((line) => {
      const [policy, , , , , , controls] = line.split('\t');
      return controls!.split(',').map((control) => `${control.trim().replace('-', '.')} ${policy}`);
    });
    const actual = byName('Microsoft-cloud-security-benchmark').controls.flatMap(({ name, policyDefinitionIds = [] }) =>
      policyDefinitionIds.map((policy) => `${name} ${policy}`),
    );
    expect(new Set(actual)).toEqual(new Set(expected));
    expect(actual).toHaveLength(expected.length);
  });
});
