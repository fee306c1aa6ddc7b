import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { account, deploy, given, groupId, plain, propertiesOf, subscriptionId, target } from './templating';
import { evaluateTemplate } from '../../../../shared/core/posture/template/evaluateTemplate';

const storage = `${groupId}/providers/Microsoft.Storage/storageAccounts`;
const ids = (template: JsonObject, parameters = {}) => deploy(template, parameters).resources.map(({ id }) => id);
const first = (template: JsonObject, parameters = {}) => propertiesOf(deploy(template, parameters).resources[0]?.body);

test('a resource has an id, its type and last name, and what its expressions give', () => {
  const [resource] = deploy({
    resources: [account({ minimumTlsVersion: "[concat('TLS', '1_2')]" })],
  }).resources;
  expect(resource).toMatchObject({ id: `${storage}/shopdata`, apiVersion: '2023-01-01', path: ['resources', 0] });
  expect(plain(resource!.body)).toMatchObject({ name: 'shopdata', properties: { minimumTlsVersion: 'TLS1_2' } });
});

describe('parameters', () => {
  const template = {
    parameters: {
      tls: { type: 'string', defaultValue: "[parameters('fallback')]" },
      Fallback: { type: 'string', defaultValue: 'TLS1_0' },
      open: { type: 'bool' },
      maybe: { type: 'string', nullable: true },
      secret: { type: 'securestring', defaultValue: 'hidden' },
      none: { type: 'secureString', defaultValue: '' },
      named: { $ref: '#/definitions/tlsType' },
      fresh: { type: 'string', defaultValue: '[newGuid()]' },
    },
    definitions: { tlsType: { type: 'string', nullable: true } },
    resources: [
      account({
        tls: "[parameters('tls')]",
        open: "[parameters('open')]",
        maybe: "[parameters('maybe')]",
        secret: "[parameters('secret')]",
        none: "[empty(parameters('none'))]",
        named: "[parameters('named')]",
        fresh: "[parameters('fresh')]",
      }),
    ],
  };

  test('have their defaults, and are unknown without', () => {
    expect(first(template)).toEqual({
      tls: 'TLS1_0',
      open: '?not-known-before-deployment: parameter open',
      maybe: null,
      secret: '?not-known-before-deployment: secure parameter secret',
      none: true,
      named: null,
      fresh: '?not-known-before-deployment: newGuid of parameter fresh',
    });
    expect(deploy(template).notes).toEqual([
      { kind: 'parameter-without-value', message: "parameter 'open' has no value", path: ['parameters', 'open'] },
    ]);
  });

  test('are as given, without case', () => {
    expect(first(template, { TLS: 'TLS1_2', open: false })).toMatchObject({ tls: 'TLS1_2', open: false });
  });

  test('that the template does not have are noted', () => {
    expect(deploy(template, { open: true, other: 1 }).notes).toEqual([
      { kind: 'parameter-not-declared', message: "the template has no parameter 'other'", path: [] },
    ]);
  });

  test('a secure value stands nowhere', () => {
    expect(JSON.stringify(deploy(template, { secret: 'S3cret!', open: true }))).not.toContain('S3cret!');
  });
});

describe('loops', () => {
  test('make resources', () => {
    const copy = { name: 'accounts', count: "[length(createArray('a','b'))]" };
    expect(ids({ resources: [account({}, { name: "[concat('d', copyIndex(5))]", copy })] })).toEqual([
      `${storage}/d5`,
      `${storage}/d6`,
    ]);
  });

  test('make properties and variables, one within the other', () => {
    const inner = { name: 'ports', count: 2, input: "[add(mul(copyIndex('rules'), 10), copyIndex('ports'))]" };
    const variables = { copy: [{ name: 'names', count: 2, input: "[format('n{0}', copyIndex('names'))]" }] };
    const properties = { copy: [{ name: 'rules', count: 2, input: { copy: [inner] } }], names: "[variables('names')]" };
    expect(first({ variables, resources: [account(properties)] })).toEqual({
      rules: [{ ports: [0, 1] }, { ports: [10, 11] }],
      names: ['n0', 'n1'],
    });
  });

  test('that run nobody knows how often stand for one resource that may be', () => {
    const copy = { name: 'accounts', count: "[parameters('n')]" };
    const parameters = { n: { type: 'int' } };
    const [one, ...more] = deploy({
      parameters,
      resources: [account({}, { name: "[concat('d', copyIndex())]", copy })],
    }).resources;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ maybe: { detail: 'parameter n' }, id: `${storage}/{parameter n}` });
  });

  test('have at most 800 turns', () => {
    expect(ids({ resources: [account({}, { copy: { name: 'x', count: 801 } })] })).toHaveLength(1);
    expect(ids({ resources: [account({}, { copy: { name: 'x', count: 0 } })] })).toEqual([]);
  });
});

describe('conditions', () => {
  test('leave out what is not deployed', () => {
    expect(
      ids({ resources: [account({}, { condition: "[equals('a','b')]" }), account({}, { condition: true })] }),
    ).toEqual([`${storage}/shopdata`]);
  });

  test('that cannot be known leave open whether it is, with all nested in it', () => {
    const child = { type: 'blobServices', apiVersion: '2023-01-01', name: 'default', properties: {} };
    const condition = "[reference('x').enabled]";
    const { resources } = deploy({ resources: [account({}, { condition, resources: [child] })] });
    expect(resources.map(({ id, maybe }) => [id, maybe?.detail])).toEqual([
      [`${storage}/shopdata`, 'reference(x)'],
      [`${storage}/shopdata/blobServices/default`, 'reference(x)'],
    ]);
  });
});

describe('ids', () => {
  test('of children nested, children beside and extensions', () => {
    const child = { type: 'blobServices', name: 'default', properties: {} };
    const beside = { type: 'Microsoft.Storage/storageAccounts/fileServices', name: 'shopdata/default' };
    const lock = {
      type: 'Microsoft.Authorization/locks',
      name: 'l',
      scope: 'Microsoft.Storage/storageAccounts/shopdata',
    };
    const old = {
      type: 'Microsoft.Storage/storageAccounts/providers/locks',
      name: 'shopdata/Microsoft.Authorization/m',
    };
    const { resources } = deploy({ resources: [account({}, { resources: [child] }), beside, lock, old] });
    expect(resources.map(({ id, type }) => [id.slice(storage.length), type])).toEqual([
      ['/shopdata', 'Microsoft.Storage/storageAccounts'],
      ['/shopdata/blobServices/default', 'Microsoft.Storage/storageAccounts/blobServices'],
      ['/shopdata/fileServices/default', 'Microsoft.Storage/storageAccounts/fileServices'],
      ['/shopdata/providers/Microsoft.Authorization/locks/l', 'Microsoft.Authorization/locks'],
      ['/shopdata/providers/Microsoft.Authorization/locks/m', 'Microsoft.Authorization/locks'],
    ]);
  });

  test('with names that nobody knows are still equal where they are the same', () => {
    const name = "[concat('st', uniqueString(resourceGroup().id))]";
    const child = {
      type: 'Microsoft.Storage/storageAccounts/blobServices',
      name: "[format('{0}/default', concat('st', uniqueString(resourceGroup().id)))]",
    };
    const user = {
      type: 'Microsoft.Web/sites',
      name: 'w',
      properties: {
        at: `[resourceId('Microsoft.Storage/storageAccounts', ${name.slice(1, -1)})]`,
        other: '[uniqueString(1)]',
      },
    };
    const { resources } = deploy({ resources: [account({}, { name }), child, user] });
    const [one, below, web] = resources;
    expect(one!.id).toMatch(/\/st\{uniqueString [0-9a-f]{8}\}$/);
    expect(below!.id).toBe(`${one!.id}/blobServices/default`);
    expect(plain(web!.body)).toMatchObject({
      properties: { at: one!.id, other: expect.stringMatching(/^\?/) as string },
    });
    expect(one!.idDoubt?.reason).toBe('not-known-before-deployment');
  });

  test('a name that does not fit its type is noted, the rest goes on', () => {
    const odd = { type: 'Microsoft.Storage/storageAccounts', name: 'a/b' };
    const { resources, notes } = deploy({ resources: [odd, account({})] });
    expect(resources).toHaveLength(1);
    expect(notes).toMatchObject([{ kind: 'not-a-resource', path: ['resources', 0] }]);
  });
});

describe('nested deployments', () => {
  const inner = (scope: string | undefined, more: JsonObject = {}): JsonObject => ({
    type: 'Microsoft.Resources/deployments',
    name: 'inner',
    ...more,
    properties: {
      ...(scope !== undefined && { expressionEvaluationOptions: { scope } }),
      parameters: {
        tls: { value: "[variables('tls')]" },
        key: { reference: { keyVault: { id: 'x' }, secretName: 's' } },
      },
      template: {
        parameters: { tls: { type: 'string' }, key: { type: 'string' } },
        variables: { tls: 'inner' },
        resources: [
          account({
            tls: "[variables('tls')]",
            ...(scope === 'inner' && { given: "[parameters('tls')]", key: "[parameters('key')]" }),
          }),
        ],
      },
    },
  });
  const variables = { tls: 'outer' };

  test('see the outer template unless they say otherwise', () => {
    expect(first({ variables, resources: [inner(undefined)] })).toEqual({ tls: 'outer' });
    expect(first({ variables, resources: [inner('inner')] })).toEqual({
      tls: 'inner',
      given: 'outer',
      key: '?not-known-before-deployment: secret for parameter key',
    });
  });

  test('have their place in the file', () => {
    expect(deploy({ variables, resources: [inner('inner')] }).resources[0]!.path).toEqual(
      ['resources', 0, 'properties', 'template', 'resources', 0], // prettier-ignore
    );
  });

  test('go where they say', () => {
    const other = '00000000-0000-0000-0000-000000000002';
    expect(ids({ variables, resources: [inner('inner', { resourceGroup: 'else', subscriptionId: other })] })).toEqual([
      `/subscriptions/${other}/resourceGroups/else/providers/Microsoft.Storage/storageAccounts/shopdata`,
    ]);
    expect(ids({ variables, resources: [inner('inner', { location: 'westeurope' })] })).toEqual([
      `/subscriptions/${subscriptionId}/providers/Microsoft.Storage/storageAccounts/shopdata`,
    ]);
    expect(ids({ variables, resources: [inner('inner', { scope: '/' })] })).toEqual([
      '/providers/Microsoft.Storage/storageAccounts/shopdata',
    ]);
  });

  test('that are linked are noted', () => {
    const linked = {
      type: 'Microsoft.Resources/deployments',
      name: 'l',
      properties: { templateLink: { uri: 'https://example.com/t.json' } },
    };
    expect(deploy({ resources: [linked] })).toMatchObject({ resources: [], notes: [{ kind: 'linked-template' }] });
  });
});

test('symbolic names: resources are an object, and those that exist are not deployed', () => {
  const template = {
    languageVersion: '2.0',
    resources: {
      vault: { existing: true, type: 'Microsoft.KeyVault/vaults', apiVersion: '2023-07-01', name: 'v' },
      data: account({ key: "[resourceInfo('vault').id]", uri: "[reference('vault').vaultUri]" }),
    },
  };
  const { resources } = deploy(template);
  expect(resources).toMatchObject([{ symbol: 'data', path: ['resources', 'data'] }]);
  expect(propertiesOf(resources[0]!.body)).toEqual({
    key: `${groupId}/providers/Microsoft.KeyVault/vaults/v`,
    uri: '?not-known-before-deployment: reference(vault)',
  });
});

test('resource groups lie in their subscription', () => {
  const group = {
    type: 'Microsoft.Resources/resourceGroups',
    apiVersion: '2022-09-01',
    name: 'new',
    location: 'westeurope',
  };
  const { resources } = evaluateTemplate(
    { resources: [group] },
    { target: { ...target, resourceGroup: '' }, deploymentName: 't', parameters: given({}) },
  );
  expect(resources[0]!.id).toBe(`/subscriptions/${subscriptionId}/resourceGroups/new`);
});

test('an expression that fails is unknown in its place, and noted there', () => {
  const { resources, notes } = deploy({ resources: [account({ a: "[int('x')]", b: 1 })] });
  expect(propertiesOf(resources[0]!.body)).toMatchObject({ a: expect.stringMatching(/^\?not-known/) as string, b: 1 });
  expect(notes).toMatchObject([{ kind: 'expression-failed', path: ['resources', 0, 'properties', 'a'] }]);
});

test.each([
  {},
  { resources: 'x' },
  { resources: [1, null, {}] },
  { resources: [{ type: 'x', name: {} }], parameters: [] },
])('what is no template deploys nothing: %j', (template) =>
  expect(deploy(template as JsonObject).resources).toEqual([]),
);

test.each<[string, JsonObject]>([
  [
    'lambdas',
    { variables: { all: "[map(range(0,9999), lambda('a', map(range(0,9999), lambda('b', lambdaVariables('a')))))]" } },
  ],
  [
    'loops',
    {
      variables: {
        copy: [
          {
            name: 'all',
            count: 800,
            input: { copy: [{ name: 'in', count: 800, input: { copy: [{ name: 'x', count: 800, input: 1 }] } }] },
          },
        ],
      },
    },
  ],
])('too much work is not done: %s', (_, template) => {
  const { resources } = deploy({
    ...template,
    resources: [account({ all: "[length(variables('all'))]" }), account({ b: 1 })],
  });
  expect(resources.length).toBeGreaterThan(0);
});

test('of too many resources the rest is noted', () => {
  const copy = { name: 'outer', count: 800 };
  const inner = { resources: [account({}, { copy: { name: 'inner', count: 800 } })] };
  const nested = { type: 'Microsoft.Resources/deployments', name: 'n', copy, properties: { template: inner } };
  const { resources, notes } = deploy({ resources: [nested] });
  expect(resources.length).toBeLessThanOrEqual(20_000);
  expect(notes).toMatchObject([{ kind: 'too-large' }]);
});

test('whatever the JSON, nothing is thrown', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '[parameters(',
      "[parameters('a')]",
      "[variables('b')]",
      '[resourceGroup()]',
      "[x.y('a')]",
      '[[',
      '[]',
    ),
  );
  const { any } = fc.letrec<{ any: Json; object: JsonObject }>((tie) => ({
    object: fc.dictionary(
      fc.constantFrom(
        'type',
        'name',
        'copy',
        'count',
        'input',
        'condition',
        'properties',
        'template',
        'resources',
        'scope',
        'value',
      ),
      tie('any'),
    ) as fc.Arbitrary<JsonObject>,
    any: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any')),
      tie('object'),
    ) as fc.Arbitrary<Json>,
  }));
  fc.assert(
    fc.property(any, any, any, (resources, parameters, variables) => {
      const deployment = { type: 'Microsoft.Resources/deployments', name: 'n', properties: resources };
      expect(
        deploy({ resources: [resources, deployment, account(parameters)], parameters, variables } as JsonObject),
      ).toBeDefined();
    }),
    { numRuns: 300 },
  );
});
