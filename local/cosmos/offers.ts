import { z } from 'zod';
import type { OfferContent } from './container';
import { badRequest } from './fault';
import type { CosmosRequest } from './request';

const autopilot = z.object({ maxThroughput: z.int().min(1000) });
const content = z.object({ offerThroughput: z.int().min(100), offerAutopilotSettings: autopilot.optional() });
const offer = z.looseObject({ content });

export const defaultOffer: OfferContent = { offerThroughput: 1000, offerAutopilotSettings: { maxThroughput: 1000 } };

/** The throughput that the headers of a container's creation ask for. */
export function offerOf(request: CosmosRequest): OfferContent {
  const manual = request.header('x-ms-offer-throughput');
  const settings = request.header('x-ms-cosmos-offer-autopilot-settings');
  if (manual === undefined && settings === undefined) return defaultOffer;
  let json: unknown;
  try {
    json = settings === undefined ? undefined : JSON.parse(settings);
  } catch (cause) {
    throw badRequest(`x-ms-cosmos-offer-autopilot-settings is not JSON: ${String(cause)}`);
  }
  const most = autopilot.safeParse(json);
  return parseOffer({
    content: {
      offerThroughput: manual === undefined ? (most.data?.maxThroughput ?? 0) : Number(manual),
      offerAutopilotSettings: json,
    },
  });
}

export function parseOffer(body: unknown): OfferContent {
  const parsed = offer.safeParse(body);
  if (!parsed.success) throw badRequest(`The offer is invalid: ${z.prettifyError(parsed.error)}`);
  return parsed.data.content;
}
