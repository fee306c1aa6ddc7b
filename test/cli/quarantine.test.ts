import { quarantineCommand } from '../../cli/commands/quarantine';
import { Rejected } from '../../shared/model/rejected';

test.each([
  [[]],
  [['show']],
  [['show', 'a', 'b']],
  [['replay']],
  [['replay', 'an-id', '--all']],
  [['list', '--unknown']],
  [['erase', 'an-id']],
])('%p says how it is used', async (args) => {
  const run = quarantineCommand(args, () => undefined);
  await expect(run).rejects.toThrow('Usage: skywarden quarantine list|show|replay');
  await expect(run).rejects.toBeInstanceOf(Rejected);
});

test('another deployment needs a token', async () => {
  await expect(quarantineCommand(['list', '--url', 'https://sky.example.com'], () => undefined)).rejects.toThrow(
    'SKYWARDEN_TOKEN',
  );
});
