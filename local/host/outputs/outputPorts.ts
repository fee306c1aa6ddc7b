import type { TypedData } from '../app/functionsCore';
import type { Clients } from '../connections/clients';
import type { NamedBinding } from '../functionDefinition';

export interface OutputPorts {
  clients: Clients;
  queueEncoding: 'base64' | 'none';
}

/** Writes one value; the expressions in the binding are resolved. */
export type WriteOutput = (binding: NamedBinding, data: TypedData, ports: OutputPorts) => Promise<void>;
