import { createMailer, readMails } from "../herd/mailer.ts";
import type { PlainMail } from "../herd/mails.ts";
import type { QueueSettings } from "../herd/queues.ts";
import { serve } from "./serve.ts";

/** The part of BullMQ that is used. BullMQ is installed only where it is measured. */
interface Queue {
  addBulk(jobs: { name: string; data: PlainMail }[]): Promise<unknown>;
  obliterate(options: { force: boolean }): Promise<void>;
  close(): Promise<void>;
}
interface Worker {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}
interface BullMq {
  Queue: new (name: string, options: object) => Queue;
  Worker: new (name: string, work: (job: { data: PlainMail }) => Promise<void>, options: object) => Worker;
}

const concurrency = 50;
const chunk = 1_000;
let worker: Worker | undefined;

/** The bare job, measured from its instant: jobs are added while a waiting worker takes them and sends each through the pool. */
async function send({ redisUrl, smtpUrl, file }: QueueSettings): Promise<{ startedAt: number }> {
  const mails = readMails(file);
  const mailer = createMailer(smtpUrl);
  const name = "bullmq";
  const bull = (await import(name)) as BullMq;
  const connection = { url: redisUrl, maxRetriesPerRequest: null };
  const queue = new bull.Queue("duban-bench", { connection });
  await queue.obliterate({ force: true });
  let left = mails.length;
  let done: () => void = () => undefined;
  const worked = new Promise<void>((resolve) => {
    done = resolve;
  });
  const work = async ({ data }: { data: PlainMail }): Promise<void> => {
    await mailer.send(data);
    left -= 1;
    if (left === 0) done();
  };
  worker = new bull.Worker("duban-bench", work, { connection, concurrency });
  await worker.waitUntilReady();
  const startedAt = Date.now();
  for (let from = 0; from < mails.length; from += chunk)
    await queue.addBulk(mails.slice(from, from + chunk).map((data) => ({ name: "mail", data })));
  await worked;
  await worker.close();
  worker = undefined;
  await queue.obliterate({ force: true });
  await queue.close();
  mailer.close();
  return { startedAt };
}

serve({ send }, async () => worker?.close());
