import { checkAddresses } from '../core/fanout/targetPolicy';
import type { DraftAction } from '../flows/saveAutomation';
import type { StoredAction } from '../model/automation';
import { Rejected } from '../model/rejected';
import { badRequest, type HttpError } from './httpError';

/** An action as a client sends it. */
export type ActionRequest =
  | { actionType: 'LogicApp'; logicAppResourceId: string; uri?: string | undefined }
  | {
      actionType: 'EventHub';
      eventHubResourceId: string;
      connectionString?: string | undefined;
      isTrustedServiceEnabled?: boolean | undefined;
    }
  | { actionType: 'Workspace'; workspaceResourceId: string };

const invalid = (message: string): HttpError =>
  badRequest('InvalidRequestContent', `The request content is invalid. ${message}`);

/**
 * Actions as they are to be stored. One without its secret keeps the secret of a stored action with the same target: a
 * secret never moves to another target. Throws HttpError 400; messages never repeat a secret.
 */
export function draftActions(sent: ActionRequest[], stored: StoredAction[], allowedTargets: string[]): DraftAction[] {
  const left = [...stored];
  return sent.map((action, index) => {
    const at = `properties.actions.${index}`;
    if (action.actionType === 'Workspace')
      throw invalid(`${at}: this deployment cannot export to Log Analytics yet; use an EventHub or LogicApp action.`);
    const kept = takeSame(left, action);
    if (action.actionType === 'LogicApp') {
      const { uri, ...target } = action;
      if (uri !== undefined) return { ...target, secret: checkedUrl(uri, `${at}.uri`, allowedTargets) };
      if (kept?.secretId === undefined)
        throw invalid(`${at}.uri: the callback URL of the workflow's trigger is required.`);
      return { ...target, secretId: kept.secretId };
    }
    const { connectionString, isTrustedServiceEnabled, ...rest } = action;
    const target = { ...rest, ...(isTrustedServiceEnabled !== undefined && { isTrustedServiceEnabled }) };
    if (connectionString !== undefined)
      return { ...target, secret: checkedConnection(connectionString, `${at}.connectionString`, allowedTargets) };
    if (kept?.secretId !== undefined) return { ...target, secretId: kept.secretId };
    if (isTrustedServiceEnabled === true) return target;
    throw invalid(
      `${at}.connectionString: required, unless isTrustedServiceEnabled lets the deployment's own identity send.`,
    );
  });
}

const targetOf = (action: ActionRequest | StoredAction): string => {
  if (action.actionType === 'LogicApp') return action.logicAppResourceId.toLowerCase();
  return action.actionType === 'EventHub' ? action.eventHubResourceId.toLowerCase() : '';
};

/** Several actions may have one target: each stored one is used once, in order. */
function takeSame(left: StoredAction[], action: ActionRequest): StoredAction | undefined {
  const at = left.findIndex((one) => one.actionType === action.actionType && targetOf(one) === targetOf(action));
  return at < 0 ? undefined : left.splice(at, 1)[0];
}

function checkedUrl(uri: string, at: string, allowedTargets: string[]): string {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol))
    throw invalid(`${at}: must be an absolute https or http URL.`);
  checkLiteralHost(url.hostname, at, allowedTargets);
  return uri;
}

function checkedConnection(text: string, at: string, allowedTargets: string[]): string {
  const host = /(?:^|;)\s*Endpoint=(?:sb|amqps?):\/\/(\[[0-9a-f:]+\]|[^/:;]+)/i.exec(text)?.[1];
  const signed = /(?:^|;)\s*(?:SharedAccessKey|SharedAccessSignature)=[^;]+/i.test(text);
  if (host === undefined || !signed)
    throw invalid(
      `${at}: must be an Event Hubs connection string with Endpoint and SharedAccessKeyName and SharedAccessKey.`,
    );
  checkLiteralHost(host, at, allowedTargets);
  return text;
}

/** Addresses are judged here; names when they are resolved, at delivery. */
function checkLiteralHost(host: string, at: string, allowedTargets: string[]): void {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  const address = name === 'localhost' ? '127.0.0.1' : name;
  if (!/^[\d.]+$/.test(address) && !address.includes(':')) return;
  try {
    checkAddresses(name, [address], allowedTargets);
  } catch (error) {
    if (error instanceof Rejected) throw invalid(`${at}: ${error.message}.`);
    throw error;
  }
}
