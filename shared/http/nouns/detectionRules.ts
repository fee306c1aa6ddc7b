import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { isRuleFile, isRuleFileName } from '../../core/detect/userRules/ruleFileLimits';
import { saveRuleFile } from '../../flows/rules/saveRuleFile';
import { untilSaved } from '../../flows/untilSaved';
import { checkPreconditions } from '../etag';
import { badRequest, notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { ruleFileAnswer, ruleFileSchema } from '../ruleFileAnswer';
import { told } from '../told';

function nameOf({ param }: RequestContext): string {
  const name = param('fileName');
  if (isRuleFile(name)) return name;
  throw badRequest('InvalidResourceName', 'The name of a file with rules ends with .yml or .yaml.');
}

async function list(context: RequestContext): Promise<Answer> {
  const { files, stored, disabled } = await context.deps.userRules.load();
  const byName = new Map(stored.map((file) => [file.name, file]));
  const page = pageOf(context, files, ({ name }) => name);
  const rows = page.rows.map((file) => ruleFileAnswer(file, byName.get(file.name)!, disabled));
  return pageAnswer(context, rows, page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const name = nameOf(context);
  const found = await context.deps.ports.ruleFiles.read(name);
  if (!found) throw notFound(`The file '${name.slice(0, 80)}'`);
  const text = { type: 'application/yaml; charset=utf-8', content: found.text };
  return { status: 200, text, headers: { etag: found.etag } };
}

async function put(context: RequestContext): Promise<Answer> {
  const name = nameOf(context);
  if (!isRuleFileName(name))
    throw badRequest(
      'InvalidResourceName',
      'A name holds letters, digits, dots, hyphens and underscores, in at most five folders.',
    );
  const { request, deps } = context;
  if (!isUtf8(request.body)) throw badRequest('InvalidRequestContent', 'A file with rules is YAML in UTF-8.');
  const draft = {
    name,
    text: request.body.toString('utf8'),
    preview: context.query.get('preview')?.toLowerCase() === 'true',
  };
  const saved = await told(() =>
    saveRuleFile({ ports: deps.ports, directory: deps.userRules }, draft, (etag) => checkPreconditions(request, etag)),
  );
  const { disabled } = await deps.userRules.load();
  const facts = { bytes: request.body.length, etag: saved.etag, changedAt: deps.ports.now().toISOString() };
  return {
    status: saved.created && !draft.preview ? 201 : 200,
    body: { ...ruleFileAnswer(saved.file, facts, disabled), preview: draft.preview, faultsElsewhere: saved.faults },
    headers: { etag: saved.etag },
  };
}

async function remove(context: RequestContext): Promise<Answer> {
  const name = nameOf(context);
  const { ruleFiles } = context.deps.ports;
  await untilSaved(async () => {
    const stored = (await ruleFiles.list()).find((one) => one.name === name);
    if (!stored) throw notFound(`The file '${name.slice(0, 80)}'`);
    checkPreconditions(context.request, stored.etag);
    await ruleFiles.remove(name, stored.etag);
  });
  return { status: 204 };
}

const collection = '/api/v1/detections/rules';
const item = `${collection}/{fileName...}`;

/** Rules decide what is detected anywhere. */
const reading = { permission: 'read', on: 'home' } as const;
const writing = { permission: 'manageDetections', on: 'home' } as const;

export const noun: Noun = {
  type: 'detectionRules',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: collection,
      summary: 'List files with detection rules of users and what became of them',
      access: reading,
      response: ruleFileSchema,
      paged: true,
      handle: list,
    },
    {
      method: 'GET',
      path: item,
      summary: 'Get a file with detection rules, as YAML',
      access: reading,
      handle: get,
    },
    {
      method: 'PUT',
      path: item,
      summary: 'Create or replace a file with Sigma rules, if all of them compile (Owner or Security Admin)',
      access: writing,
      query: z.object({
        preview: z.enum(['true', 'false']).optional().meta({ description: 'Only tell what would become of it' }),
      }),
      response: ruleFileSchema.extend({
        preview: z.boolean(),
        faultsElsewhere: z.array(z.string()).meta({ description: 'What becomes wrong in other files by it' }),
      }),
      handle: put,
    },
    {
      method: 'DELETE',
      path: item,
      summary: 'Remove a file with detection rules (Owner or Security Admin)',
      access: writing,
      handle: remove,
    },
  ],
};
