// Writes docs/alert-catalogue.md from the detections that are shipped and their cases.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

process.argv.push('--quiet');
await import('./build.mjs');

// Straight into the file: what goes through a pipe may be cut off when the program ends.
const page = openSync('docs/alert-catalogue.md', 'w');
execFileSync(process.execPath, ['dist/cli.js', 'catalogue'], { stdio: ['ignore', page, 'inherit'] });
closeSync(page);
