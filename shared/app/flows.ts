import type { HttpRequest, HttpResponse } from '../http/request';

/** What the doors call. Each hands over what its trigger gave, and gets a summary that it logs. */
export interface Flows {
  ingestTelemetry(bodies: unknown, triggerMetadata: unknown): Promise<object>;
  observeSignals(bodies: unknown, triggerMetadata: unknown): Promise<object>;
  onResourceChange(documents: unknown[]): Promise<object>;
  onPolicyChange(documents: unknown[]): Promise<object>;
  onSettingChange(documents: unknown[]): Promise<object>;
  onJudgement(documents: unknown[]): Promise<object>;
  correlateAlerts(documents: unknown[]): Promise<object>;
  fanOut(documents: unknown[]): Promise<object>;
  reassess(): Promise<object>;
  recountAll(): Promise<object>;
  expireArchive(): Promise<object>;
  pullLogs(): Promise<object>;
  pullInventory(): Promise<object>;
  pullIntel(): Promise<object>;
  measureLag(): Promise<object>;
  flush(): Promise<void>;
  work(message: unknown): Promise<object>;
  deliver(message: unknown): Promise<object>;
  http(request: HttpRequest): Promise<HttpResponse>;
}
