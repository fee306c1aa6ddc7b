import { askProgram } from '../../../agent/facts/updates/askProgram';

const node = (script: string): [string, string[]] => [process.execPath, ['-e', script]];

test('a program gets no shell and nothing of the environment but a path, a language and a place to write', async () => {
  process.env['SKYWARDEN_TEST_SECRET'] = 'hunter2';
  const names = JSON.parse(
    await askProgram(...node('console.log(JSON.stringify(Object.keys(process.env)))')),
  ) as string[];
  delete process.env['SKYWARDEN_TEST_SECRET'];
  expect(names.sort()).toEqual(['HOME', 'LC_ALL', 'PATH']);
  expect(await askProgram(process.execPath, ['-p', 'process.argv[1]', '$(id); `id`'])).toBe('$(id); `id`\n');
});

test('an exit code that means something is no failure, any other is', async () => {
  const [program, argv] = node('console.log("two updates"); process.exitCode = 100');
  expect(await askProgram(program, argv, [0, 100])).toBe('two updates\n');
  await expect(askProgram(program, argv)).rejects.toThrow('Command failed');
});

test('a program that is not there is a failure', async () => {
  await expect(askProgram('/nonexistent/apt-get', [])).rejects.toThrow('ENOENT');
});
