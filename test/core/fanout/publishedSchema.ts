import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../../shared/model/json';

type SchemaName = 'securityAlert' | 'assessment' | 'secureScore' | 'secureScoreControl';

/** The schema that consumers get, made strict on the top level: a member it does not name is an error too. */
export function publishedSchema(name: SchemaName): { schema: z.ZodType; members: string[] } {
  const file = join(__dirname, `../../../docs/schemas/${name}.schema.json`);
  const text = JSON.parse(readFileSync(file, 'utf8')) as { properties: JsonObject };
  return { schema: z.fromJSONSchema(text as never), members: Object.keys(text.properties).sort() };
}

/** Faults of a payload against its published schema; none when it holds. */
export function faultsOf(name: SchemaName, payload: JsonObject): string[] {
  const { schema, members } = publishedSchema(name);
  const parsed = schema.safeParse(JSON.parse(JSON.stringify(payload)));
  const unnamed = Object.keys(payload).filter((member) => !members.includes(member));
  return [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...unnamed.map((member) => `${member} is not in the schema`),
  ];
}
