import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateCommand } from '../../cli/commands/validate';

const folder = mkdtempSync(join(tmpdir(), 'validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown, mode = 0o644): string => {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  chmodSync(file, mode);
  return file;
};

async function validate(...args: string[]): Promise<{ code: number; text: string }> {
  return validateWith({ PATH: '' }, ...args);
}

async function validateWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const print = (printed: string) => void (text += printed);
  const code = await validateCommand(args, { env, folder, now: new Date('2026-11-21T08:00:00Z'), print });
  return { code, text };
}

const account = (properties: unknown, more: object = {}) => ({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2023-01-01',
  name: 'shopdata',
  location: 'westeurope',
  kind: 'StorageV2',
  properties,
  ...more,
});
const template = (resources: unknown, more: object = {}) => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  ...more,
  resources,
});

const open = write('open.json', template([account({ supportsHttpsTrafficOnly: false, allowSharedKeyAccess: false })]));
const unsure = write(
  'unsure.json',
  template([account({ supportsHttpsTrafficOnly: "[parameters('https')]", allowSharedKeyAccess: false })], {
    parameters: { https: { type: 'bool' } },
  }),
);
const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop';
const reportOf = ({ text }: { text: string }) =>
  JSON.parse(text) as {
    findings: { rule: string; code: string; resource: string; line: number; file: string }[];
    counts: object;
  };

describe('exit codes', () => {
  test.each([
    ['low', 1],
    ['medium', 1],
    ['high', 1],
    ['unknown', 1],
    ['none', 0],
  ])('with a high finding and the bar %s: %i', async (bar, expected) => {
    expect((await validate(open, '--fail-on', bar)).code).toBe(expected);
  });

  test.each([
    ['low', 0],
    ['unknown', 1],
  ])('with unknown verdicts only and the bar %s: %i', async (bar, expected) => {
    expect((await validate(unsure, '--fail-on', bar)).code).toBe(expected);
  });

  test.each<[string, string[], RegExp]>([
    ['no file', [], /Usage/],
    ['an unknown option', [open, '--no-such'], /no-such/],
    ['an unknown format', [open, '--format', 'xml'], /--format is one of/],
    ['an unknown bar', [open, '--fail-on', 'always'], /--fail-on is one of/],
    ['a file that is not there', [join(folder, 'none.json')], /There is no file/],
    ['a file of another kind', [write('a.txt', '')], /neither \.json/],
    ['no JSON', [write('bad.json', '{')], /is no JSON/],
    ['no template', [write('other.json', { a: 1 })], /is no ARM template/],
    ['a scope that is none', [open, '--scope', 'shop'], /is no scope/],
    ['parameters that are none', [open, '--parameters', write('p0.json', [1])], /is no object/],
    ['an output that cannot be written', [open, '--out', join(folder, 'no', 'x')], /cannot be written/],
  ])('wrong input is rejected: %s', async (_, args, message) => {
    await expect(validate(...args)).rejects.toMatchObject({
      name: 'Rejected',
      message: expect.stringMatching(message) as string,
    });
  });
});

test.each([
  ['an object of values', { https: { value: true } }],
  [
    'the parameters file of ARM',
    { $schema: 'x/deploymentParameters.json#', contentVersion: '1', parameters: { HTTPS: { value: true } } },
  ],
])('parameters come from %s', async (_, parameters) => {
  const args = [unsure, '--parameters', write('p.json', parameters), '--format', 'json'];
  expect(reportOf(await validate(...args)).findings.map(({ rule }) => rule)).not.toContain('storage/secureTransfer');
});

test('the scope is where resources are', async () => {
  const { findings } = reportOf(await validate(open, '--scope', group, '--format', 'json'));
  expect(findings[0]!.resource).toBe(`${group}/providers/Microsoft.Storage/storageAccounts/shopdata`);
});

test('a table names each finding with its place, and counts', async () => {
  const { text } = await validate(open);
  expect(text).toMatch(/^SEVERITY +WHERE +RULE +RESOURCE\nhigh +open\.json:5 +storage\/secureTransfer +shopdata\n/);
  expect(text).toMatch(/\n1 failed, \d+ unknown, \d+ passed$/);
});

test('SARIF goes to a file, with lines of the template', async () => {
  const out = join(folder, 'result.sarif');
  const { code, text } = await validate(open, '--format', 'sarif', '--out', out);
  expect([code, text]).toEqual([1, '']);
  const log = JSON.parse(readFileSync(out, 'utf8')) as { version: string; runs: { results: { ruleId: string }[] }[] };
  expect(log.version).toBe('2.1.0');
  expect(log.runs[0]!.results.find(({ ruleId }) => ruleId === 'storage/secureTransfer')).toMatchObject({
    level: 'error',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'open.json' }, region: { startLine: 5 } } }],
  });
});

test('policies are judged too, or those of an initiative', async () => {
  const policy = (name: string, effect: string) => ({
    name,
    properties: {
      displayName: `Policy ${name}`,
      mode: 'Indexed',
      parameters: { effect: { type: 'String', defaultValue: 'Audit' } },
      policyRule: {
        if: {
          allOf: [
            { field: 'type', equals: 'Microsoft.Storage/storageAccounts' },
            { field: 'location', equals: 'westeurope' },
          ],
        },
        // oxlint-disable-next-line no-thenable
        then: { effect },
      },
    },
  });
  const set = {
    name: 'set',
    properties: {
      displayName: 'My set',
      policyDefinitions: [{ policyDefinitionId: '/x/two', policyDefinitionReferenceId: 'r' }],
    },
  };
  const definitions = write('policies.json', [policy('one', "[parameters('effect')]"), policy('two', 'deny'), set]);
  const rules = async (...args: string[]) =>
    reportOf(await validate(open, '--definitions', definitions, '--format', 'json', ...args)).findings.flatMap((one) =>
      one.rule.startsWith('policy/') ? [`${one.rule} ${(one as unknown as { severity: string }).severity}`] : [],
    );
  expect(await rules()).toEqual(['policy/one Medium', 'policy/two High']);
  const parameters = write('policy-parameters.json', { effect: { value: 'Disabled' } });
  expect(await rules('--policy-parameters', parameters)).toEqual(['policy/two High']);
  expect(await rules('--initiative', 'My set')).toEqual(['policy/two/r High']);
});

test('of a folder all templates are judged, and nothing else', async () => {
  write('tree/a.json', template([account({ supportsHttpsTrafficOnly: false })]));
  write('tree/deep/b.json', template([account({ supportsHttpsTrafficOnly: false })]));
  write('tree/package.json', { resources: [account({ supportsHttpsTrafficOnly: false })] });
  write('tree/node_modules/c.json', template([account({ supportsHttpsTrafficOnly: false })]));
  const { findings } = reportOf(await validate(join(folder, 'tree'), '--format', 'json'));
  expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['tree/a.json', 'tree/deep/b.json']));
  mkdirSync(join(folder, 'empty'));
  await expect(validate(join(folder, 'empty'))).rejects.toThrow('There is no template in');
});

describe('Bicep', () => {
  const bicep = write(
    'main.bicep',
    "param x string\n\nresource data 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n}\n",
  );
  const compiled = JSON.stringify(
    template({ data: account({ supportsHttpsTrafficOnly: false }) }, { languageVersion: '2.0' }),
  );
  /** A tool of that name that does what a script says, in a folder of its own. */
  const tool = (name: string, script: string): NodeJS.ProcessEnv => {
    const path = mkdtempSync(join(folder, 'bin-'));
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { PATH: `${path}:/usr/bin:/bin` };
  };

  test('is compiled by the Bicep CLI; findings stand where the resource is declared', async () => {
    const env = tool('bicep', `[ "$1" = build ] && [ "$3" = --stdout ] && cat <<'END'\n${compiled}\nEND`);
    const { findings } = reportOf(await validateWith(env, bicep, '--format', 'json'));
    expect(findings.find(({ rule }) => rule === 'storage/secureTransfer')).toMatchObject({
      file: 'main.bicep',
      line: 3,
    });
  });

  test('is compiled by the Azure CLI where only that is there', async () => {
    const env = tool('az', `[ "$1 $2 $3" = "bicep build --file" ] && cat <<'END'\n${compiled}\nEND`);
    expect((await validateWith(env, bicep)).code).toBe(1);
  });

  test('with parameters brings its template and their values along', async () => {
    const parameters = write('main.bicepparam', "using './main.bicep'\nparam x = 'a'\n");
    const json = JSON.stringify({
      parametersJson: JSON.stringify({ parameters: { https: { value: false } } }),
      templateJson: readFileSync(unsure, 'utf8'),
    });
    const env = tool('bicep', `[ "$1" = build-params ] && cat <<'END'\n${json}\nEND`);
    const { findings } = reportOf(await validateWith(env, parameters, '--format', 'json'));
    expect(findings.find(({ rule }) => rule === 'storage/secureTransfer')).toMatchObject({
      file: 'main.bicep',
      code: 'Unhealthy',
    });
  });

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['is not there', { PATH: join(folder, 'empty-path') }, /needs the Bicep CLI.*az bicep install.*bicep build/],
    [
      'of the Azure CLI is not installed',
      tool('az', 'echo "Bicep CLI not found. Install it now by running az bicep install" >&2; exit 1'),
      /needs the Bicep CLI/,
    ],
    [
      'refuses the file',
      tool('bicep', 'echo "main.bicep(1,1) : Error BCP018" >&2; exit 1'),
      /could not compile.*\n.*BCP018/,
    ],
    ['answers no template', tool('bicep', 'echo "{}"'), /does not compile to a template/],
  ])('when the tool %s, says so', async (_, env, message) => {
    await expect(validateWith(env, bicep)).rejects.toMatchObject({
      name: 'Rejected',
      message: expect.stringMatching(message) as string,
    });
  });
});
