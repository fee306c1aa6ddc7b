import { EventHubProducerClient } from '@azure/event-hubs';
import { closeProducer } from '../../agent/openProducer';
import { bodiesOf, recordingFiles } from './recordings';

export interface Replay {
  /** Sends a file, or all files below a folder. Answers how many messages it sent. */
  send(path: string): Promise<number>;
  close(): Promise<void>;
}

const retryOptions = { maxRetries: 5, retryDelayInMs: 500, timeoutInMs: 15_000 };

/** Sends recordings as any sender would. One key per file: its lines stay in order in one partition. */
export function openReplay(connectionString: string, hub: string): Replay {
  const producer = new EventHubProducerClient(connectionString, hub, { retryOptions });
  const sendFile = async (file: string): Promise<number> => {
    let sent = 0;
    for await (const body of bodiesOf(file)) {
      const batch = await producer.createBatch({ partitionKey: file.slice(-128) });
      if (!batch.tryAdd({ body })) throw new Error(`A record in ${file} is larger than the hub takes`);
      await producer.sendBatch(batch);
      sent += 1;
    }
    return sent;
  };
  return {
    async send(path) {
      let sent = 0;
      for (const file of await recordingFiles(path)) sent += await sendFile(file);
      return sent;
    },
    close: () => closeProducer(producer),
  };
}
