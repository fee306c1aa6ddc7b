import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { compileDefinition, type CompiledPolicy } from '../../shared/core/posture/policy/compileDefinition';
import { compileInitiative } from '../../shared/core/posture/policy/compileInitiative';
import { readDefinition, readPolicySet } from '../../shared/core/posture/policy/definition';
import { builtInAliases } from '../../shared/core/posture/policy/fields/builtInAliases';
import { judgeAll, judgeOne } from '../../shared/core/posture/policy/judgeAll';
import { prepare } from '../../shared/core/posture/policy/resources/prepare';
import { createWorld, type World } from '../../shared/core/posture/policy/resources/world';
import type { JsonObject } from '../../shared/model/json';
import type { Resource } from '../../shared/model/resource';
import { policyChange } from './policyChange';

const now = '2026-11-21T00:00:00Z';
const benchmarkSet = 'Microsoft cloud security benchmark';

/** Definitions, initiatives and recorded resources as NDJSON; they are no part of the project. */
const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/policy' }, copies: { type: 'string', default: '123' } },
});

const lines = (name: string): string[] =>
  gunzipSync(readFileSync(join(values.data, name)))
    .toString('utf8')
    .split('\n')
    .filter(Boolean);
const objects = (name: string): JsonObject[] => lines(name).map((line) => JSON.parse(line) as JsonObject);

/** CPU seconds of this process for some work. */
function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

/** Copies of the recording in resource groups of their own, with the references between them. */
function* copies(count: number): Generator<JsonObject> {
  const recorded = lines('resources.ndjson.gz');
  for (let copy = 0; copy < count; copy += 1) {
    for (const line of recorded) {
      const row = JSON.parse(line.replaceAll(/(\/resourceGroups\/[^/"]+)/gi, `$1-${copy}`)) as { resource: JsonObject };
      yield row.resource;
    }
  }
}

function count(policies: readonly CompiledPolicy[], world: World): number {
  let pairs = 0;
  judgeAll(policies, world, () => {
    pairs += 1;
  });
  return pairs;
}

/** One line: pairs, CPU seconds of the fastest of three runs, pairs per CPU second. */
function measure(name: string, policies: readonly CompiledPolicy[], world: World): void {
  let [pairs, best] = [0, Infinity];
  for (let run = 0; run < 3; run += 1)
    best = Math.min(
      best,
      cpuSeconds(() => void (pairs = count(policies, world))),
    );
  const rate = Math.round(pairs / best / 1_000);
  console.log(
    `${name.padEnd(44)} ${String(pairs).padStart(8)} pairs  ${best.toFixed(2).padStart(6)} s  ${String(rate).padStart(6)} k/s`,
  );
}

/** The storage account with the most children, and these: what lies in one partition. */
function onePartition(world: World): Resource[] {
  const accounts = world.ofType('microsoft.storage/storageaccounts').slice(0, 100);
  const partitions = accounts.map(({ idLc }) =>
    world.resources.filter((one) => one.idLc === idLc || one.idLc.startsWith(`${idLc}/`)),
  );
  const [largest = []] = partitions.sort((a, b) => b.length - a.length);
  return largest.map(({ id, type, name, body }) => ({ ...body, id, type, name }) as unknown as Resource);
}

async function main(): Promise<void> {
  if (!existsSync(join(values.data, 'definitions.ndjson.gz')))
    throw new Error(`no policy data in ${values.data}: give --data DIR`);
  console.log(
    `${availableParallelism()} x ${cpus()[0]?.model.trim() ?? ''}, Node ${process.versions.node}; CPU seconds of one thread\n`,
  );
  const aliases = builtInAliases();
  const definitions = objects('definitions.ndjson.gz').map(readDefinition);
  let policies: CompiledPolicy[] = [];
  const compile = () => void (policies = definitions.map((one) => compileDefinition(one, new Map(), { aliases })));
  const [first, again] = [cpuSeconds(compile), Math.min(cpuSeconds(compile), cpuSeconds(compile))];
  console.log(
    `compile ${definitions.length} definitions: ${(first * 1_000).toFixed(0)} ms at first, ${(again * 1_000).toFixed(0)} ms warm`,
  );

  const raw = [...copies(Number(values.copies))];
  let world!: World;
  const preparing = cpuSeconds(() => void (world = createWorld(raw.map(prepare), { now, scopesFromIds: true })));
  console.log(`prepare ${raw.length} resources: ${preparing.toFixed(2)} s\n`);

  const withEffect = (...effects: string[]) =>
    policies.filter(({ effect }) => effects.includes(effect?.toLowerCase() ?? ''));
  measure('audit and deny', withEffect('audit', 'deny'), world);
  measure(
    '  of them those that name their types',
    withEffect('audit', 'deny').filter(({ types }) => types),
    world,
  );
  measure('auditIfNotExists', withEffect('auditifnotexists'), world);
  measure('deployIfNotExists', withEffect('deployifnotexists'), world);
  measure('both existence checks', withEffect('auditifnotexists', 'deployifnotexists'), world);

  const rows = objects('definitions.ndjson.gz');
  const byId = new Map(definitions.map((one) => [one.id.toLowerCase(), one]));
  const initiatives = objects('initiatives.ndjson.gz');
  const initiative = initiatives.find((one) => readPolicySet(one)?.displayName === benchmarkSet)!;
  const set = readPolicySet(initiative)!;
  const members = compileInitiative(set, (id) => byId.get(id.toLowerCase()), new Map(), { aliases }).policies;
  measure(`${benchmarkSet} (${members.length})`, members, world);

  const whole = cpuSeconds(() => {
    const anew = compileInitiative(set, (id) => byId.get(id.toLowerCase()), new Map(), { aliases }).policies;
    count(anew, createWorld(raw.map(prepare), { now, scopesFromIds: true }));
  });
  console.log(`  compiled, ${raw.length} resources prepared and judged, in all: ${whole.toFixed(2)} s`);

  const accountType = 'microsoft.storage/storageaccounts';
  const about = members.filter(({ types }) => types?.has(accountType) !== false);
  const accounts = world.ofType(accountType);
  const one = cpuSeconds(() => {
    for (const account of accounts) for (const policy of about) judgeOne(policy, account, world);
  });
  console.log(
    `\none changed storage account against its benchmark policies: ${((one / accounts.length) * 1e6).toFixed(0)} us`,
  );
  const partition = onePartition(world);
  const change = await policyChange(rows, initiative, partition);
  console.log(
    `one change judged by the flow, ${partition.length} resources in its partition: ${change.partitionReads} partition read, ` +
      `${change.readsBeyond} beyond it, ${change.cpuMicroseconds.toFixed(0)} us`,
  );
}

void main();
