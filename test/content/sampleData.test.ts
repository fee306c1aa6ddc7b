import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '../..');

/** Reserved for documentation (RFC 5737, RFC 3849), private use (RFC 1918, RFC 4193), or no address of anybody. */
const allowedAddresses = [
  /^192\.0\.2\./,
  /^198\.51\.100\./,
  /^203\.0\.113\./,
  /^10\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^127\./,
  /^0\.0\.0\.0$/,
  /^128\.0\.0\.0$/,
  /^255\.255\.255\.255$/,
  /^169\.254\./,
];

// Standards hold no samples; the numbers of their controls look like addresses.
const files = ['content', 'samples']
  .flatMap((folder) => filesBelow(join(root, folder)))
  .filter((file) => !file.startsWith(join(root, 'content', 'standards')))
  .filter((file) => !file.endsWith('.generated.ts'));

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|yml|json|ndjson|csv|log|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const found = (pattern: RegExp): { file: string; text: string }[] =>
  files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([text, inner]) => ({
      file: relative(root, file),
      text: inner ?? text,
    })),
  );

test('there is content to look at', () => {
  expect(files.length).toBeGreaterThan(5);
});

test('sample data names only addresses that belong to nobody', () => {
  const addresses = found(/(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-]*\d)/g);
  expect(addresses.filter(({ text }) => !allowedAddresses.some((allowed) => allowed.test(text)))).toEqual([]);
});

test('sample data names only IPv6 addresses of the documentation prefix', () => {
  const addresses = found(/(?<![\w:])2[0-9a-f]{3}:[0-9a-f:]+/gi);
  expect(addresses.filter(({ text }) => !/^2001:db8:/i.test(text))).toEqual([]);
});

test('sample data names only all-zero subscriptions', () => {
  const subscriptions = found(/\/subscriptions\/([0-9a-f]{8}-[0-9a-f-]{27})/gi);
  expect(subscriptions.length).toBeGreaterThan(0);
  expect(subscriptions.filter(({ text }) => !/^0{8}-0{4}-0{4}-0{4}-0{11}[0-9a-f]$/i.test(text))).toEqual([]);
});

test('sample data sends mail and requests to example domains only', () => {
  // no mail service gives names of one letter; service accounts of Google have no mailbox
  const mails = found(/(?<![\w.+-])[\w.+-]{2,}@([\w-]+(?:\.[\w-]+)+)/g).filter(({ text }) =>
    /\.[a-z]{2,}$/i.test(text),
  );
  const allowed = /(^|\.)(example\.(com|org|net)|iam\.gserviceaccount\.com)$/i;
  expect(mails.filter(({ text }) => !allowed.test(text))).toEqual([]);
});
