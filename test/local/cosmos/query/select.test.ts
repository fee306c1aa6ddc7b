import type { JsonObject } from '../../../../shared/model/json';
import { parseQuery } from '../../../../local/cosmos/query/parse';
import { runQuery } from '../../../../local/cosmos/query/run';
import { compileSelect } from '../../../../local/cosmos/query/select';
import type { Value } from '../../../../local/cosmos/query/syntax';

const documents: JsonObject[] = [
  { id: '1', host: 'web-1', n: 5, tags: ['a', 'b'], nested: { x: 1 }, users: [{ name: 'ada', roles: ['admin'] }] },
  { id: '2', host: 'web-2', n: 7, tags: [], nested: { x: null } },
  {
    id: '3',
    host: 'db-1',
    n: 'seven',
    tags: ['b'],
    users: [{ name: 'bob' }, { name: 'eve', roles: ['admin', 'dev'] }],
  },
  { id: '4', n: 2, gone: null, deep: { list: [10, 20, 30] } },
];

async function run(query: string, parameters: Record<string, Value> = {}, over = documents): Promise<unknown[]> {
  const compiled = compileSelect(parseQuery(query, new Map(Object.entries(parameters))), Date.UTC(2026, 10, 21));
  async function* batches() {
    yield over.map((document, at) => ({ key: Buffer.from([at]), text: Buffer.from(JSON.stringify(document)) }));
  }
  const page = await runQuery(compiled, batches(), { items: 1000, bytes: 1e6, dropsMissing: false });
  return page.texts.map((text) => JSON.parse(text.toString()) as unknown);
}

const ids = (where: string, parameters?: Record<string, Value>) =>
  run(`SELECT VALUE c.id FROM c WHERE ${where}`, parameters);

test.each<[string, unknown[]]>([
  ['SELECT * FROM c', documents],
  ['SELECT * FROM root r WHERE r.id = "2"', [documents[1]]],
  ['SELECT c.id, c.nested.x FROM c', [{ id: '1', x: 1 }, { id: '2', x: null }, { id: '3' }, { id: '4' }]],
  ['SELECT c["id"] AS name, 1 + 1 FROM c WHERE c.n = 2', [{ name: '4', $1: 2 }]],
  ['SELECT VALUE c.nested.x FROM c', [1, null]],
  ['SELECT VALUE {"i": c.id, none: c.none, l: [c.n, c.none]} FROM c WHERE c.id = "1"', [{ i: '1', l: [5] }]],
  ['SELECT VALUE c.deep.list[1] FROM c', [20]],
  ['SELECT c FROM c WHERE c.id = "4"', [{ c: documents[3] }]],
  ['SELECT VALUE 1', [1, 1, 1, 1]],
  ['SELECT TOP 2 VALUE c.id FROM c', ['1', '2']],
  ['SELECT VALUE c.id FROM c OFFSET 1 LIMIT 2', ['2', '3']],
  ['SELECT VALUE c.id FROM c ORDER BY c.id DESC OFFSET 1 LIMIT 2', ['3', '2']],
  ['SELECT VALUE t FROM t IN c.tags', ['a', 'b', 'b']],
  ['SELECT VALUE l FROM c.deep.list l', [[10, 20, 30]]],
  [
    'SELECT c.id, t FROM c JOIN t IN c.tags',
    [
      { id: '1', t: 'a' },
      { id: '1', t: 'b' },
      { id: '3', t: 'b' },
    ],
  ],
  ['SELECT VALUE r FROM c JOIN u IN c.users JOIN r IN u.roles', ['admin', 'admin', 'dev']],
  ['SELECT VALUE u.name FROM c JOIN (SELECT VALUE u FROM u IN c.users WHERE IS_DEFINED(u.roles)) AS u', ['ada', 'eve']],
  ['SELECT VALUE m FROM c JOIN m IN (SELECT VALUE c.deep.list)', [10, 20, 30]],
  ['SELECT DISTINCT VALUE t FROM c JOIN t IN c.tags', ['a', 'b']],
  ['SELECT VALUE COUNT(1) FROM c', [4]],
  ['SELECT VALUE COUNT(c.host) FROM c', [3]],
  ['SELECT COUNT(1) AS total, MAX(c.host) AS last FROM c', [{ total: 4, last: 'web-2' }]],
  ['SELECT VALUE SUM(c.n) FROM c WHERE IS_NUMBER(c.n)', [14]],
  ['SELECT VALUE SUM(c.n) FROM c', []],
  ['SELECT VALUE AVG(c.n) FROM c WHERE IS_NUMBER(c.n)', [14 / 3]],
  ['SELECT VALUE MIN(c.n) FROM c', [2]],
  ['SELECT VALUE COUNT(1) FROM c WHERE false', [0]],
  ['SELECT VALUE MIN(c.n) FROM c WHERE false', []],
  ['SELECT VALUE COUNTIF(c.n > 4) FROM c', [2]],
  [
    'SELECT LEFT(c.host, 3) AS kind, COUNT(1) AS n FROM c GROUP BY LEFT(c.host, 3)',
    [{ kind: 'web', n: 2 }, { kind: 'db-', n: 1 }, { n: 1 }],
  ],
  ['SELECT VALUE (SELECT VALUE COUNT(1) FROM t IN c.tags) FROM c', [2, 0, 1, 0]],
  ['SELECT VALUE ARRAY(SELECT VALUE UPPER(t) FROM t IN c.tags) FROM c WHERE c.id = "1"', [['A', 'B']]],
])('%s', async (query, expected) => {
  expect(await run(query)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['c.n > 4', ['1', '2']],
  ['c.n != 5', ['2', '4']],
  ['c.n = "seven"', ['3']],
  ['c.none = null', []],
  ['c.gone = null', ['4']],
  ['NOT (c.none = 1)', []],
  ['NOT IS_DEFINED(c.host)', ['4']],
  ['c.none = 1 OR c.id = "2"', ['2']],
  ['c.host IN ("web-1", "db-1")', ['1', '3']],
  ['c.host NOT IN ("web-1", "db-1")', ['2']],
  ['c.n BETWEEN 2 AND 5', ['1', '4']],
  ['c.n NOT BETWEEN 3 AND 5', ['2', '4']],
  ['c.host LIKE "web%"', ['1', '2']],
  ['c.host LIKE "%-1"', ['1', '3']],
  ['c.host NOT LIKE "web-[13]"', ['2', '3']],
  ['EXISTS(SELECT VALUE u FROM u IN c.users WHERE ARRAY_CONTAINS(u.roles, "dev"))', ['3']],
  ['ARRAY_CONTAINS(c.users, {"name": "ada"}, true)', ['1']],
  ['ARRAY_CONTAINS(c.users, {"name": "ada"})', []],
  ['(c.none ?? c.id) = "1"', ['1']],
  ['(IS_DEFINED(c.host) ? c.host : "none") = "none"', ['4']],
  ['c.tags = ["a", "b"]', ['1']],
  ['c.nested = {x: 1}', ['1']],
  ['c.tags < ["z"]', []],
  ['c.n', []],
  ['c.id || "!" = "1!"', ['1']],
  ['c.n % 2 = 1 AND (c.n & 4) = 4', ['1', '2']],
  ['-c.n = -5 -- the only one', ['1']],
])('WHERE %s', async (where, expected) => {
  expect(await ids(where)).toEqual(expected);
});

test('parameters are values, whatever they hold', async () => {
  expect(await ids('c.id = @id OR ARRAY_CONTAINS(@list, c.host)', { '@id': '4', '@list': ['db-1'] })).toEqual([
    '3',
    '4',
  ]);
  expect(await ids('c.id = @id', { '@id': '4" OR true' })).toEqual([]);
});

test('ORDER BY sorts all types by their rank', async () => {
  const mixed = [[], 'b', 2, null, true, { a: 1 }, 'a', false, -1].map((v, at) => ({ id: String(at), v: v as never }));
  const sorted = await run('SELECT VALUE c.v FROM c ORDER BY c.v', {}, [{ id: 'none' }, ...mixed]);
  expect(sorted).toEqual([null, false, true, -1, 2, 'a', 'b', [], { a: 1 }]);
});

test.each([
  'SELECT c.id, COUNT(1) AS n FROM c GROUP BY c.id ORDER BY c.id',
  'SELECT * FROM c GROUP BY c.id',
  'SELECT c.id, COUNT(1) + 1 AS n FROM c GROUP BY c.id',
  'SELECT c.host, COUNT(1) AS n FROM c GROUP BY c.id',
  'SELECT c.host, COUNT(1) AS n FROM c',
  'SELECT VALUE COUNT(1) + 1 FROM c',
  'SELECT * FROM c JOIN t IN c.tags',
  'SELECT * FROM c WHERE COUNT(1) > 1',
  'SELECT * FROM c WHERE NOSUCH(c.id)',
  'SELECT * FROM c WHERE CONTAINS(c.id)',
  'SELECT * FROM c WHERE x.id = 1',
  'SELECT * FROM c WHERE c.id = @missing',
  'SELECT c.value FROM c',
  'SELECT * FROM c WHERE c.order = 1',
  'SELECT c.id, d.id FROM c JOIN d IN c.tags',
  'SELECT * FROM c OFFSET 1',
  'SELECT TOP -1 * FROM c',
  'SELECT * FROM c WHERE c.id = "open',
  'SELECT * FROM c; DROP',
  'SELECT * FROM',
  '',
  `SELECT * FROM c WHERE ${'('.repeat(200)}true${')'.repeat(200)}`,
  `SELECT * FROM c WHERE c.n = ${'1+'.repeat(2000)}1`,
  `SELECT VALUE ${'-'.repeat(200)}1`,
  `SELECT * FROM c WHERE ${'c.n = 1 OR '.repeat(60_000)}true`,
  'SELECT VALUE (SELECT VALUE t FROM t IN c.tags) FROM c',
  'SELECT VALUE ARRAY(SELECT VALUE t FROM t IN c.tags ORDER BY t) FROM c',
  'SELECT * FROM c WHERE RegexMatch(c.id, "(?=x)")',
])('is refused with 400: %.80s', async (query) => {
  await expect(run(query)).rejects.toMatchObject({ status: 400 });
});
