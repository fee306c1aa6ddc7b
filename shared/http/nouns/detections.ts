import { z } from 'zod';
import type { DetectionEntry } from '../../core/detect/catalogue/detectionEntry';
import { exampleAlert } from '../../core/detect/catalogue/exampleAlert';
import { severities } from '../../model/alert';
import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const entrySchema = z.object({
  id: z.string(),
  alertType: z.string(),
  displayName: z.string(),
  description: z.string(),
  severity: z.enum(severities),
  intent: z.string(),
  techniques: z.array(z.string()).meta({ description: 'MITRE ATT&CK ids' }),
  plan: z.string().meta({ description: 'The plan that switches the detection on and off' }),
  kind: z.enum(['rule', 'correlation', 'detector', 'intelligence']),
  file: z.string().meta({ description: 'Where it is written; empty when it is no Sigma rule' }),
  dataNeed: z.string().meta({ description: 'Which telemetry it needs' }),
  falsePositives: z.array(z.string()),
  remediationSteps: z.array(z.string()),
});

const exampleSchema = z.looseObject({}).nullable().meta({ description: 'An alert of it, as the export hub gets it' });

const bodyOf = ({ rule, kind, file, dataNeed, falsePositives }: DetectionEntry): z.infer<typeof entrySchema> => ({
  id: rule.id,
  alertType: rule.alertType,
  displayName: rule.displayName,
  description: rule.description,
  severity: rule.severity,
  intent: rule.intent,
  techniques: rule.techniques,
  plan: rule.productComponentName,
  kind,
  file,
  dataNeed,
  falsePositives,
  remediationSteps: rule.remediationSteps,
});

/** By alert type, as the catalogue page has it; the id makes the key of a page unique. */
const keyOf = ({ rule }: DetectionEntry): string => `${rule.alertType}|${rule.id}`;

async function list(context: RequestContext): Promise<Answer> {
  const wanted = context.query.get('alerttype')?.toLowerCase();
  const entries = context.deps
    .detections()
    .filter(({ rule }) => wanted === undefined || rule.alertType.toLowerCase() === wanted);
  const page = pageOf(context, entries, keyOf);
  return pageAnswer(context, page.rows.map(bodyOf), page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const id = context.param('detectionId').toLowerCase();
  const entry = context.deps.detections().find(({ rule }) => rule.id.toLowerCase() === id);
  if (entry === undefined) throw notFound(`The detection '${id.slice(0, 80)}'`);
  const finding = entry.example();
  return { status: 200, body: { ...bodyOf(entry), example: finding === undefined ? null : exampleAlert(finding) } };
}

export const noun: Noun = {
  type: 'detections',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/detections',
      summary: 'List all shipped detections with the type of their alerts and the telemetry they need',
      access: 'anyone',
      query: z.object({
        alertType: z.string().optional().meta({ description: 'Only detections that raise such alerts' }),
      }),
      paged: true,
      response: entrySchema,
      handle: list,
    },
    {
      method: 'GET',
      path: '/api/v1/detections/{detectionId}',
      summary: 'Get a shipped detection with an example of its alert',
      access: 'anyone',
      response: entrySchema.extend({ example: exampleSchema }),
      handle: get,
    },
  ],
};
