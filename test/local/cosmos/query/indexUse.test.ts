import { containerDefinition } from '../../../../local/cosmos/definition';
import { compileIndexing } from '../../../../local/cosmos/indexing';
import { isServedByIndex } from '../../../../local/cosmos/query/indexUse';
import { parseQuery } from '../../../../local/cosmos/query/parse';
import type { Value } from '../../../../local/cosmos/query/syntax';
import { hashed } from '../cosmosUnderTest';

// As the container of the event pages has it.
const includedPaths = ['/pk/?', '/from/?', '/hosts/[]/?', '/users/[]/name/?'].map((path) => ({ path }));
const indexingPolicy = { includedPaths, excludedPaths: [{ path: '/*' }] };
const index = compileIndexing(containerDefinition.parse({ ...hashed('c', '/pk'), indexingPolicy }).indexingPolicy);

const parameters = new Map<string, Value>([
  ['@host', 'web-1'],
  ['@user', { name: 'eve' }],
]);

test.each([
  [`c.pk = 'p' AND c["from"] > 1`, true],
  ["c.pk = 'p' AND c.text = 'x'", false],
  ["ARRAY_CONTAINS(c.hosts, 'web-1')", true],
  ['ARRAY_CONTAINS(c.hosts, @host)', true],
  ["ARRAY_CONTAINS_ANY(c.hosts, 'web-1', 'web-2')", true],
  ['ARRAY_CONTAINS(c.hosts, c.text)', false],
  ["ARRAY_CONTAINS(c.tags, 'x')", false],
  ["ARRAY_CONTAINS(c.users, {name: 'eve'}, true)", true],
  ['ARRAY_CONTAINS(c.users, {age: 7}, true)', false],
  ['ARRAY_CONTAINS(c.users, @user, true)', true],
  ["ARRAY_CONTAINS(['a', 'b'], c.pk)", true],
  ["ARRAY_CONTAINS(['a', 'b'], c.text)", false],
])('whether the index serves %s: %p', (where, served) => {
  expect(isServedByIndex(parseQuery(`SELECT * FROM c WHERE ${where}`, parameters), index)).toBe(served);
});
