import { randomBytes, randomUUID } from 'node:crypto';
import type { FunctionDefinition } from '../functionDefinition';
import type { HostLog } from '../hostLog';
import type { CoreInvocationContext, FunctionCallback, HookCallback, InvocationResult } from './functionsCore';
import type { LogCategory, LogLevel, RetryContext, TypedData } from './functionsCore';
import type { LoadedApp } from './loadApp';

/** What one attempt hands to the library. */
export interface InvocationRequest {
  invocationId: string;
  inputData: { name: string; data: TypedData }[];
  metadata: Record<string, TypedData>;
  traceParent?: string;
  retry?: RetryContext;
}

export type Invoke = (definition: FunctionDefinition, request: InvocationRequest) => Promise<InvocationResult>;

const newTraceParent = (): string => `00-${randomUUID().replaceAll('-', '')}-${randomBytes(8).toString('hex')}-01`;

async function runHooks(hooks: HookCallback[], context: object): Promise<void> {
  for (const hook of hooks) await hook(context);
}

/** Passes a log call through the app's `log` hooks, which may change its level and message. */
export function hookedLog(hooks: HookCallback[], log: HostLog) {
  return (
    level: LogLevel,
    category: LogCategory,
    message: string,
    functionName?: string,
    context: object = {},
  ): void => {
    const entry = { level, category, message, ...context };
    for (const hook of hooks) hook(entry);
    const owner = functionName === undefined ? 'Worker' : `Function.${functionName}`;
    log(entry.level, category === 'user' ? `${owner}.User` : owner, entry.message, functionName);
  };
}

/** Runs one attempt of a function through the library, as the official worker does (`InvocationHandler.ts`). */
export function createInvoke({ core, appHookData }: LoadedApp, log: HostLog): Invoke {
  const model = core.model();
  if (model === undefined) throw new Error('Functions host: the app set no programming model');
  const { hooks } = core;
  const write = hookedLog(hooks.log, log);

  return async (definition, { invocationId, inputData, metadata, traceParent, retry }) => {
    const hookData: Record<string, unknown> = {};
    let invocationContext: unknown;
    const core: CoreInvocationContext = {
      invocationId,
      metadata: definition.metadata,
      state: undefined,
      request: {
        invocationId,
        functionId: definition.metadata.functionId ?? definition.name,
        inputData,
        triggerMetadata: metadata,
        traceContext: { traceParent: traceParent ?? newTraceParent(), traceState: '', attributes: {} },
        ...(retry === undefined ? {} : { retryContext: retry }),
      },
      log: (level, category, message) =>
        write(level, category, message, definition.name, { hookData, appHookData, invocationContext }),
    };
    const invocation = await model.getInvocationModel(core);
    const { context, inputs } = await invocation.getArguments();
    invocationContext = context;
    const shared = { hookData, appHookData, invocationContext: context };

    const before = { ...shared, inputs, functionCallback: definition.callback as FunctionCallback };
    core.state = 'preInvocationHooks';
    await runHooks(hooks.preInvocation, before);

    const after = { ...shared, inputs: before.inputs, result: null as unknown, error: null as unknown };
    core.state = 'invocation';
    try {
      after.result = await invocation.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error ?? new Error('the function threw nothing but undefined');
    }
    core.state = 'postInvocationHooks';
    await runHooks(hooks.postInvocation, after);
    core.state = undefined;
    if (after.error !== null && after.error !== undefined) throw after.error;
    const response = await invocation.getResponse(context, after.result);
    return { ...response, answered: after.result !== null && after.result !== undefined };
  };
}
