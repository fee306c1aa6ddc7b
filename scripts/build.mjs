// Bundles each program into one CommonJS file: a single file loads in about half the time of a tree of modules.
import { build } from 'esbuild';
import { copyFileSync, existsSync } from 'node:fs';
import { basename } from 'node:path';
import './writeIndexes.mjs';

const programs = {
  app: 'functions/main.ts',
  agent: 'agent/main.ts',
  cli: 'cli/main.ts',
  start: 'local/start/main.ts',
  endWithParent: 'local/start/endWithParent.ts',
  bench: 'test/bench/main.ts',
  benchQuery: 'test/bench/query.ts',
  benchAnomaly: 'test/bench/anomaly/main.ts',
  benchCosmos: 'test/bench/cosmos.ts',
  benchDetect: 'test/bench/detect.ts',
  benchIntel: 'test/bench/intel.ts',
  benchPolicy: 'test/bench/policy.ts',
  benchScore: 'test/bench/score.ts',
  benchSources: 'test/bench/sources.ts',
  soakIngest: 'test/soak/ingest.ts',
  soakDedupe: 'test/soak/dedupe.ts',
};

const quiet = process.argv.includes('--quiet');
const entryPoints = Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file)));

await build({
  entryPoints,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 400,
  // Some Azure packages are ES modules that ask for their own address.
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  // The Functions host provides its own core module; lmdb and Azurite bring binaries and worker files of their own.
  external: ['@azure/functions-core', 'lmdb', 'azurite'],
  logLevel: quiet ? 'warning' : 'info',
});

// What the API hands to machines that are onboarded, beside the collector itself.
for (const file of ['agent/install.sh', 'agent/skywarden-agent.service', 'agent/windows/Skywarden.ps1']) {
  copyFileSync(file, `dist/${basename(file)}`);
}
