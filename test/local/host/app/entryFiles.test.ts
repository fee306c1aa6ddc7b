import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryFiles, globToRegExp } from '../../../../local/host/app/entryFiles';
import { temporaryFolder } from '../hostProcess';

test.each<[string, string, boolean]>([
  ['dist/src/{index.js,functions/*.js}', 'dist/src/functions/a.js', true],
  ['dist/src/{index.js,functions/*.js}', 'dist/src/functions/deep/a.js', false],
  ['dist/**/*.js', 'dist/a.js', true],
  ['dist/**/*.js', 'dist/a/b/c.js', true],
  ['dist/a?.js', 'dist/ab.js', true],
  ['dist/a.js', 'dist/axjs', false],
])('%s takes %s: %s', (glob, path, expected) => {
  expect(globToRegExp(glob).test(path)).toBe(expected);
});

test('files are found sorted, node_modules is left out', () => {
  const folder = temporaryFolder();
  for (const path of ['lib/b.js', 'lib/a.js', 'node_modules/lib/c.js', 'lib/node_modules/d.js']) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  expect(entryFiles(folder, './**/*.js')).toEqual(['lib/a.js', 'lib/b.js']);
  expect([entryFiles(folder, 'lib/a.js'), entryFiles(folder, 'lib/none.js')]).toEqual([['lib/a.js'], []]);
});
