import { onboardCommand } from '../../cli/commands/onboard';
import { Rejected } from '../../shared/model/rejected';
import { openApi, type Api } from '../http/support/api';
import { serveApi } from '../http/support/serveApi';
import { subscription } from '../http/support/samples';

let api: Api & { close(): void };
let served: Awaited<ReturnType<typeof serveApi>>;
beforeEach(async () => {
  api = await openApi();
  served = await serveApi((request) => api.handle(request));
  process.env.SKYWARDEN_TOKEN = await api.tokenOf('Security Admin', subscription);
});
afterEach(async () => {
  delete process.env.SKYWARDEN_TOKEN;
  await served.close();
  api.close();
});

async function onboard(...args: string[]) {
  const [printed, told]: string[][] = [[], []];
  await onboardCommand(
    ['--url', served.url, '--workspace', 'main', ...args],
    (line) => printed!.push(line),
    (line) => told!.push(line),
  );
  return { printed: printed!, told: told! };
}

test('the command is all that goes to standard output', async () => {
  const { printed, told } = await onboard('--os', 'windows', '--cloud', 'USGov');
  expect(printed).toHaveLength(1);
  expect(printed[0]).toContain('-Cloud USGov');
  expect(told.join(' ')).toMatch(/Valid until .* sky\.example\.com:443/);
});

test('with --json it is the whole answer', async () => {
  const { printed } = await onboard('--json');
  expect(JSON.parse(printed[0]!)).toHaveProperty('endpoints');
});

test('what the API refuses is told with its reason', async () => {
  await expect(onboard('--os', 'plan9')).rejects.toThrow(/400: .*os/);
});

test('another API needs a token, and an unknown option is refused', async () => {
  await expect(onboard('--nonsense')).rejects.toThrow(Rejected);
  delete process.env.SKYWARDEN_TOKEN;
  await expect(onboard()).rejects.toThrow('SKYWARDEN_TOKEN');
});
