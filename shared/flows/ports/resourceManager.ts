import type { ArmRequest } from '../../core/posture/recommendation';
import type { JsonObject } from '../../model/json';

/** Azure Resource Manager said no: its own code and words. Nothing more comes of the same request. */
export class ArmRefused extends Error {
  override readonly name = 'ArmRefused';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The deadline passed while Resource Manager was still at it, or it was never reached in time. */
export class ArmOverdue extends Error {
  override readonly name = 'ArmOverdue';
}

/** Azure Resource Manager, as the identity of the app. Throttling and unavailability are retried inside, until the deadline. */
export interface ResourceManager {
  /** Where its ids are resolved, without a trailing slash. */
  endpoint: string;
  /** The resource as ARM has it, or undefined if there is none. Throws ArmRefused, ArmOverdue. */
  read(id: string, apiVersion: string, deadline: Date): Promise<JsonObject | undefined>;
  /** Sends the request and waits until its operation is over. Throws ArmRefused, ArmOverdue. */
  write(request: ArmRequest, deadline: Date): Promise<void>;
}
