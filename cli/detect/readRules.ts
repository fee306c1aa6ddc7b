import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { type RuleDocument, readRuleFile } from '../../shared/core/detect/sigma/readRuleFile';
import { RuleFault } from '../../shared/core/detect/sigma/ruleFault';

export interface ReadRules {
  documents: RuleDocument[];
  rejected: RuleFault[];
}

const packedSchema = z.object({ path: z.string(), yaml: z.string() });

/** The rules of a file or of all `.yml` and `.yaml` files below a folder; of a pack, which is NDJSON of `{path, yaml}`, too. */
export function readRules(place: string): ReadRules {
  const texts = statSync(place).isDirectory() ? inFolder(place) : isPack(place) ? inPack(place) : [read(place, place)];
  const files = texts.map(({ file, text }) => (text === undefined ? noText(file) : readRuleFile(file, text)));
  return {
    documents: files.flatMap(({ documents }) => documents),
    rejected: files.flatMap(({ rejected }) => rejected),
  };
}

/** `text` is undefined when the bytes are none. */
interface RuleText {
  file: string;
  text: string | undefined;
}

const read = (path: string, file: string): RuleText => {
  const bytes = readFileSync(path);
  return { file, text: isUtf8(bytes) ? bytes.toString() : undefined };
};

const noText = (file: string): ReadRules => ({ documents: [], rejected: [new RuleFault(`${file}: is not UTF-8`)] });

const isPack = (place: string): boolean => /\.ndjson(\.gz)?$/.test(place);

const inFolder = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => read(path, relative(folder, path)));

function inPack(place: string): { file: string; text: string }[] {
  const bytes = readFileSync(place);
  const text = (place.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => packedSchema.parse(JSON.parse(line)))
    .map(({ path, yaml }) => ({ file: path, text: yaml }));
}
