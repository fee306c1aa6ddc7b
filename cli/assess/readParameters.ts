import { z } from 'zod';
import { lowerValue } from '../../shared/core/posture/policy/lowerKeys';
import type { ParameterValues } from '../../shared/core/posture/policy/parameters';
import type { Json } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { readDocuments } from './readDocuments';

const values = z.record(z.string(), z.looseObject({ value: z.custom<Json>((value) => value !== undefined) }));
/** As in an assignment, or the parameter file of a deployment. */
const fileSchema = z.union([z.looseObject({ parameters: values }).transform(({ parameters }) => parameters), values]);

/** The parameters of a file, as an assignment has them. Throws Rejected. */
export async function assignedParameters(file: string): Promise<z.infer<typeof values>> {
  const read = fileSchema.safeParse((await readDocuments(file))[0]);
  if (!read.success) throw new Rejected('InvalidParameters', `${file} is no object {"name": {"value": ...}}`);
  return read.data;
}

/** Values by name in lower case from a file `{name: {value}}`; none without. */
export async function readParameters(file: string | undefined): Promise<ParameterValues> {
  if (file === undefined) return new Map();
  const given = Object.entries(await assignedParameters(file));
  return new Map(given.map(([name, { value }]) => [name.toLowerCase(), lowerValue(value)]));
}
