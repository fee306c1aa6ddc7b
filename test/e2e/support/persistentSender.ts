import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface PersistentSender {
  /** Sends a batch to one partition, again and again until the hub acknowledged it. */
  send(bodies: string[], partitionId: string): Promise<void>;
  close(): void;
}

const maxTries = 200;

/** A sender that survives the hub: what was not acknowledged is sent again, with the address as it is then. */
export function persistentSender(connection: () => string): PersistentSender {
  let child: ChildProcess | undefined;
  let next = 0;

  const attempt = (bodies: string[], partitionId: string): Promise<boolean> => {
    const sender = (child ??= fork(join(__dirname, 'sender.cjs'), [connection()], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }));
    const id = next++;
    return new Promise((answer) => {
      const settle = (ok: boolean) => {
        sender.off('message', read).off('exit', gone);
        answer(ok);
      };
      const read = (message: { id: number; ok: boolean }) => message.id === id && settle(message.ok);
      const gone = () => settle(false);
      sender.on('message', read).once('exit', gone);
      sender.send({ id, bodies, partitionId });
    });
  };
  const close = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    async send(bodies, partitionId) {
      for (let tries = 0; !(await attempt(bodies, partitionId)); tries++) {
        if (tries > maxTries) throw new Error('The hub takes nothing');
        close();
        await pause(200);
      }
    },
    close,
  };
}
