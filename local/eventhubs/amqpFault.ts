/** What the peer is told when its link, message or request is refused. `condition` is an AMQP error condition. */
export class AmqpFault extends Error {
  override readonly name = 'AmqpFault';
  constructor(
    readonly condition: string,
    description: string,
  ) {
    super(description);
  }
}

export function notFound(entity: string): AmqpFault {
  return new AmqpFault('amqp:not-found', `The messaging entity '${entity}' could not be found.`);
}
