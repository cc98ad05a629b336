import { createMailer, readMails } from "./mailer.ts";
import type { PlainMail } from "./mails.ts";
import { serve } from "./serve.ts";

export interface BossSettings {
  databaseUrl: string;
  smtpUrl: string;
  file: string;
  /** Jobs a fetch, and workers that fetch. */
  batchSize: number;
  localConcurrency: number;
}

/** What is used of pg-boss 12, which is installed only where it is measured. */
interface Boss {
  on(event: "error", listener: (error: Error) => void): void;
  start(): Promise<unknown>;
  createQueue(name: string): Promise<void>;
  insert(name: string, jobs: { data: PlainMail; startAfter: Date }[]): Promise<unknown>;
  work(name: string, options: object, handler: (jobs: { data: PlainMail }[]) => Promise<void>): Promise<string>;
  stop(options: { graceful: boolean }): Promise<void>;
}

const queue = "mail";
const chunk = 1_000;
/** The jobs start so much later than they have been inserted. */
const lead = 2_000;
let boss: Boss | undefined;

async function send(settings: BossSettings): Promise<{ startedAt: number; insertSeconds: number }> {
  const { databaseUrl, smtpUrl, file, batchSize, localConcurrency } = settings;
  const mails = readMails(file);
  const mailer = createMailer(smtpUrl);
  const name = "pg-boss";
  const { PgBoss } = (await import(name)) as { PgBoss: new (settings: object) => Boss };
  boss = new PgBoss({ connectionString: databaseUrl, max: 10 });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue(queue);
  const began = Date.now();
  // Like the tasks of the herd, the jobs are there before their instant, and the workers wait for it.
  const startAfter = new Date(began + lead + mails.length * 0.6);
  for (let from = 0; from < mails.length; from += chunk)
    await boss.insert(
      queue,
      mails.slice(from, from + chunk).map((data) => ({ data, startAfter })),
    );
  const insertSeconds = (Date.now() - began) / 1_000;
  if (Date.now() > startAfter.getTime() - 500)
    throw new Error(`inserting took ${insertSeconds} s, longer than foreseen`);
  const options = { batchSize, localConcurrency, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
  let left = mails.length;
  await new Promise<void>((resolve, reject) => {
    boss
      ?.work(queue, options, async (jobs) => {
        await Promise.all(jobs.map((job) => mailer.send(job.data)));
        left -= jobs.length;
        if (left <= 0) resolve();
      })
      .catch(reject);
  });
  mailer.close();
  return { startedAt: startAfter.getTime(), insertSeconds };
}

serve({ send }, async () => boss?.stop({ graceful: false }));
