// Makes the key ring that seals secrets and keeps it in the azd environment. A deployment cannot do this: a key made anew
// would leave every sealed secret unreadable. `--rotate` puts a new key in front and keeps the others to open old seals.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

const setting = 'SKYWARDEN_SECRETS_KEY';

function fail(message) {
  console.error(message);
  process.exit(1);
}

function azd(...args) {
  return execFileSync('azd', ['env', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

function stored() {
  try {
    return azd('get-value', setting);
  } catch (error) {
    fail(`azd has no value ${setting} in this environment: nothing to rotate (${error.code ?? error.status})`);
    throw error;
  }
}

/** The id says when the key was made; it stands in the clear in every envelope. */
function newKey(now) {
  const id = `k${now.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(2).toString('hex')}`;
  return `${id}:${randomBytes(32).toString('base64')}`;
}

const [option] = process.argv.slice(2);
if (option !== undefined && option !== '--rotate') fail('usage: node infra/hooks/secretsKey.mjs [--rotate]');

if (option === '--rotate') {
  azd('set', setting, `${newKey(new Date())},${stored()}`);
  console.log(`A new key stands first in ${setting}. Run: azd provision`);
} else if (!process.env[setting]) {
  const vault = process.env.SKYWARDEN_KEY_VAULT;
  if (vault) {
    fail(
      `This environment was deployed before, but ${setting} is not set here. Take it from the vault, or sealed secrets are lost:\n` +
        `azd env set ${setting} "$(az keyvault secret show --vault-name ${vault} --name secrets-key --query value -o tsv)"`,
    );
  }
  azd('set', setting, newKey(new Date()));
  console.log(`Made ${setting} and kept it in the azd environment.`);
}
