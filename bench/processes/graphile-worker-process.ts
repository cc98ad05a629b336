import { createMailer, readMails } from "../herd/mailer.ts";
import type { PlainMail } from "../herd/mails.ts";
import type { QueueSettings } from "../herd/queues.ts";
import { serve } from "./serve.ts";

/** The part of graphile-worker that is used. It is installed only where it is measured. */
interface Runner {
  stop(): Promise<void>;
}
interface Utils {
  addJobs(jobs: { identifier: string; payload: PlainMail }[]): Promise<unknown>;
  release(): Promise<void>;
}
interface GraphileWorker {
  run(options: object): Promise<Runner>;
  makeWorkerUtils(options: object): Promise<Utils>;
  Logger: new (factory: () => () => void) => object;
}

/** Concurrent jobs, and batch size for fetching and completing jobs, as its documentation advises for many short jobs. */
const concurrentJobs = 50;
const batch = 250;
const chunk = 1_000;
let runner: Runner | undefined;

/** The bare job, measured from its instant: jobs are inserted while waiting workers fetch them and send each through the pool. */
async function send({ databaseUrl = "", smtpUrl, file }: QueueSettings): Promise<{ startedAt: number }> {
  const mails = readMails(file);
  const mailer = createMailer(smtpUrl);
  const name = "graphile-worker";
  const { run, makeWorkerUtils, Logger } = (await import(name)) as GraphileWorker;
  let left = mails.length;
  let done: () => void = () => undefined;
  const worked = new Promise<void>((resolve) => {
    done = resolve;
  });
  const logger = new Logger(() => () => undefined);
  runner = await run({
    connectionString: databaseUrl,
    maxPoolSize: 10,
    concurrency: concurrentJobs,
    noHandleSignals: true,
    pollInterval: 500,
    logger,
    preset: { worker: { localQueue: { size: batch }, completeJobBatchDelay: 5, failJobBatchDelay: 5 } },
    taskList: {
      mail: async (payload: PlainMail) => {
        await mailer.send(payload);
        left -= 1;
        if (left === 0) done();
      },
    },
  });
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
  const startedAt = Date.now();
  for (let from = 0; from < mails.length; from += chunk)
    await utils.addJobs(mails.slice(from, from + chunk).map((payload) => ({ identifier: "mail", payload })));
  await worked;
  // Records the last jobs before anything is closed.
  await runner.stop();
  await utils.release();
  runner = undefined;
  mailer.close();
  return { startedAt };
}

serve({ send }, async () => runner?.stop());
