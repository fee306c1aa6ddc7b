import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Work } from '../dispatcher';
import type { Drain } from '../drain';
import type { FunctionDefinition } from '../functionDefinition';
import type { HostContext } from '../hostContext';
import { tryParseJson } from '../typedData';
import { type AccessKeys, isLocalDeveloper, opens, presentedKey } from './accessKeys';
import { readBody } from './requestData';

export interface AdminEndpoints {
  answer: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
}

export interface AdminOptions {
  host: HostContext;
  definitions: FunctionDefinition[];
  keys: AccessKeys | undefined;
  routePrefix: string;
  manualWork: (definition: FunctionDefinition, input: string) => Work;
  drain: Pick<Drain, 'start' | 'resume' | 'state'>;
}

const hostVersion = '4.1037.0';
const manualInputLimit = 1_000_000;

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** The endpoints below `/admin` (functions-host reference, section 3.4): master key, but for the ping. */
export function createAdminEndpoints(options: AdminOptions): AdminEndpoints {
  const { host, definitions, keys, routePrefix, manualWork, drain } = options;
  const started = Date.now();

  function describe({ name, metadata, trigger, disabled }: FunctionDefinition, origin: string): object {
    const isHttp = trigger.type === 'httpTrigger';
    const route = typeof trigger['route'] === 'string' ? trigger['route'] : name;
    const config = {
      bindings: Object.entries(metadata.bindings).map(([bindingName, binding]) => ({ name: bindingName, ...binding })),
    };
    return {
      name,
      href: `${origin}/admin/functions/${name}`,
      invoke_url_template: isHttp ? `${origin}/${routePrefix === '' ? '' : `${routePrefix}/`}${route}` : null,
      language: 'node',
      isDisabled: disabled,
      config,
    };
  }

  async function runNow(
    definition: FunctionDefinition,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = (await readBody(request, manualInputLimit)).toString('utf8');
    const given = body === '' ? {} : tryParseJson(body);
    if (typeof given !== 'object' || given === null)
      return sendJson(response, 400, { message: 'send {"input": "..."}' });
    const input = (given as { input?: unknown }).input ?? '';
    if (definition.trigger.type === 'httpTrigger')
      return sendJson(response, 400, { message: 'call the function by its route' });
    const work = manualWork(definition, typeof input === 'string' ? input : JSON.stringify(input));
    void host.dispatcher.run(definition, work);
    response.writeHead(202).end();
  }

  async function functionEndpoint(
    parts: string[],
    request: IncomingMessage,
    response: ServerResponse,
    origin: string,
  ): Promise<void> {
    const [name, detail] = parts;
    if (name === undefined)
      return sendJson(
        response,
        200,
        definitions.map((definition) => describe(definition, origin)),
      );
    const definition = definitions.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (definition === undefined) return void response.writeHead(404).end();
    if (detail === 'status') return sendJson(response, 200, {});
    if (detail === 'keys') return sendJson(response, 200, { keys: [] });
    if (request.method === 'POST') return runNow(definition, request, response);
    return sendJson(response, 200, describe(definition, origin));
  }

  function hostEndpoint(parts: string[], method: string, response: ServerResponse): void {
    const [what, detail] = parts;
    const isPost = method === 'POST';
    if (what === 'status') {
      const uptime = Date.now() - started;
      const version = { id: host.hostId, state: 'Running', version: hostVersion, versionDetails: hostVersion };
      return sendJson(response, 200, { ...version, processUptime: uptime });
    }
    if (what === 'drain' && detail === 'status') {
      const outstandingInvocations = host.dispatcher.running();
      return sendJson(response, 200, { state: drain.state(), outstandingInvocations, outstandingRetries: 0 });
    }
    if (what === 'drain' && isPost) {
      drain.start();
      return void response.writeHead(202).end();
    }
    if (what === 'resume' && isPost) {
      drain.resume();
      return sendJson(response, 200, { state: 'Running' });
    }
    if (what === 'synctriggers' && isPost) return void response.writeHead(204).end();
    const lists: Record<string, object[]> = {
      keys: keys === undefined ? [] : [keys.masterKey, ...keys.functionKeys],
      functionkeys: keys?.functionKeys ?? [],
      systemkeys: keys?.systemKeys ?? [],
    };
    const list = lists[what?.toLowerCase() ?? ''];
    if (list === undefined) return void response.writeHead(404).end();
    return sendJson(response, 200, { keys: list });
  }

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const [area, ...rest] = url.pathname
      .split('/')
      .filter((part) => part !== '')
      .slice(1);
    if (area === 'host' && rest[0] === 'ping') return void response.writeHead(200).end();
    const presented = presentedKey(request, url.searchParams);
    const allowed = keys === undefined ? isLocalDeveloper(request) : opens(keys, 'admin', presented);
    if (!allowed) return void response.writeHead(401).end();
    if (area === 'functions') return functionEndpoint(rest, request, response, url.origin);
    if (area === 'host') return hostEndpoint(rest, request.method ?? 'GET', response);
    response.writeHead(404).end();
  }
  return { answer };
}
