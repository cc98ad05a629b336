import { createMailer, readMails } from "../herd/mailer.ts";
import type { PlainMail } from "../herd/mails.ts";
import { serve } from "./serve.ts";

export interface BossSettings {
  databaseUrl: string;
  smtpUrl: string;
  file: string;
  /** Jobs in each fetch, and number of workers that fetch. */
  batchSize: number;
  localConcurrency: number;
}

/** The part of pg-boss 12 that is used. pg-boss is installed only where it is measured. */
interface Boss {
  on(event: "error", listener: (error: Error) => void): void;
  start(): Promise<unknown>;
  createQueue(name: string): Promise<void>;
  insert(name: string, jobs: { data: PlainMail }[]): Promise<unknown>;
  work(name: string, options: object, handler: (jobs: { data: PlainMail }[]) => Promise<void>): Promise<string>;
  stop(options: { graceful: boolean }): Promise<void>;
}

const queue = "mail";
const chunk = 1_000;
let boss: Boss | undefined;

/** The bare job, measured from its instant: jobs are inserted while waiting workers fetch them and send each batch through the pool. */
async function send(settings: BossSettings): Promise<{ startedAt: number; insertSeconds: number }> {
  const { databaseUrl, smtpUrl, file, batchSize, localConcurrency } = settings;
  const mails = readMails(file);
  const mailer = createMailer(smtpUrl);
  const name = "pg-boss";
  const { PgBoss } = (await import(name)) as { PgBoss: new (settings: object) => Boss };
  boss = new PgBoss({ connectionString: databaseUrl, max: 10 });
  boss.on("error", (error) => console.error(error.message));
  await boss.start();
  await boss.createQueue(queue);
  let left = mails.length;
  let done: () => void = () => undefined;
  const worked = new Promise<void>((resolve) => {
    done = resolve;
  });
  const options = { batchSize, localConcurrency, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
  await boss.work(queue, options, async (jobs) => {
    await Promise.all(jobs.map((job) => mailer.send(job.data)));
    left -= jobs.length;
    if (left <= 0) done();
  });
  const startedAt = Date.now();
  for (let from = 0; from < mails.length; from += chunk)
    await boss.insert(
      queue,
      mails.slice(from, from + chunk).map((data) => ({ data })),
    );
  const insertSeconds = (Date.now() - startedAt) / 1_000;
  await worked;
  // Records the last batches before anything is closed.
  await boss.stop({ graceful: true });
  boss = undefined;
  mailer.close();
  return { startedAt, insertSeconds };
}

serve({ send }, async () => boss?.stop({ graceful: false }));
