import Module from 'node:module';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  HookName,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './functionsCore';

const coreModuleName = '@azure/functions-core';
const hookNames: readonly string[] = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'];

export interface Registration {
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

/** What the app left in the core module while it was loaded. */
export interface Core {
  api: object;
  registrations: Map<string, Registration>;
  hooks: Record<HookName, HookCallback[]>;
  model: () => ProgrammingModel | undefined;
  /** From now on a registration is an error, as in the official worker. */
  lock: () => void;
}

class Disposable {
  constructor(private callOnDispose: (() => void) | undefined) {}

  static from(...disposables: { dispose(): void }[]): Disposable {
    return new Disposable(() => disposables.forEach((disposable) => disposable.dispose()));
  }

  dispose(): void {
    this.callOnDispose?.();
    this.callOnDispose = undefined;
  }
}

/** The library recognises refusals of the host by this mark (`registerHook.ts`: an unknown hook is a RangeError). */
function refusal(error: Error): Error {
  return Object.assign(error, { isAzureFunctionsSystemError: true });
}

export function createCore(log: (level: LogLevel, category: LogCategory, message: string) => void): Core {
  const registrations = new Map<string, Registration>();
  const hooks: Core['hooks'] = { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] };
  let model: ProgrammingModel | undefined;
  let locked = false;

  function registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    const id = metadata.functionId ?? metadata.name;
    if (locked) throw refusal(new Error(`Function "${metadata.name}" was registered after the app had started.`));
    if (registrations.has(id)) throw refusal(new Error(`A function with id "${id}" has already been registered.`));
    registrations.set(id, { metadata: { ...metadata, functionId: id }, callback });
    return new Disposable(() => registrations.delete(id));
  }

  function registerHook(name: string, callback: HookCallback): Disposable {
    if (!hookNames.includes(name)) throw refusal(new RangeError(`Unrecognized hook "${name}"`));
    const list = hooks[name as HookName];
    list.push(callback);
    return new Disposable(() => list.splice(list.indexOf(callback), 1));
  }

  const api = {
    version: '3.12.0',
    hostVersion: '4.1037.0',
    registerFunction,
    registerHook,
    setProgrammingModel: (given: ProgrammingModel) => void (model = given),
    getProgrammingModel: () => model,
    log,
    Disposable,
  };
  return { api, registrations, hooks, model: () => model, lock: () => void (locked = true) };
}

let provided: object | undefined;
let intercepted = false;

/**
 * Lets `require('@azure/functions-core')` answer with `api`. Must run before the app loads: the library remembers the
 * first answer. The technique is that of the official worker (`src/setupCoreModule.ts`).
 */
export function provideCoreModule(api: object): void {
  provided = api;
  if (intercepted) return;
  intercepted = true;
  // oxlint-disable-next-line typescript/unbound-method -- called below with its own `this`
  const original = Module.prototype.require;
  Module.prototype.require = function (this: Module, id: string): unknown {
    return id === coreModuleName ? provided : original.call(this, id);
  };
}
