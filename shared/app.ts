export interface Flows {
  ingestTelemetry(bodies: unknown, triggerMetadata: unknown): Promise<unknown>;
  observeSignals(bodies: unknown, triggerMetadata: unknown): Promise<unknown>;
  onResourceChange(documents: unknown[]): Promise<unknown>;
  onJudgement(documents: unknown[]): Promise<unknown>;
  fanOut(documents: unknown[]): Promise<unknown>;
  reassess(): Promise<unknown>;
  recountAll(): Promise<unknown>;
  work(message: unknown): Promise<unknown>;
  deliver(message: unknown): Promise<unknown>;
}
export declare function flows(): Flows;
