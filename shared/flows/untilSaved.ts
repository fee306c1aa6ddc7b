import { Conflict } from './ports/portErrors';

const maxAttempts = 10;

/** Reads, decides and writes again while somebody else was faster. Gives up with the Conflict, which the door retries. */
export async function untilSaved<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Conflict) || tries >= maxAttempts) throw error;
    }
  }
}
