import { createMailer, readMails } from "../herd/mailer.ts";
import type { PlainMail } from "../herd/mails.ts";
import type { QueueSettings } from "../herd/queues.ts";
import { serve } from "./serve.ts";

type Sent = (mail: PlainMail) => Promise<void>;

/** The part of DBOS that is used. DBOS is installed only where it is measured. */
interface Dbos {
  setConfig(config: object): void;
  launch(): Promise<void>;
  shutdown(): Promise<void>;
  registerQueue(name: string, options: object): Promise<unknown>;
  registerWorkflow(work: Sent, config: { name: string }): Sent;
  runStep(work: () => Promise<unknown>, config: { name: string }): Promise<unknown>;
  startWorkflow(target: Sent, params: { queueName: string }): (mail: PlainMail) => Promise<unknown>;
}

const workerConcurrency = 50;
/** Number of concurrent enqueue calls; DBOS cannot enqueue several workflows in one call. */
const enqueuing = 20;
let dbos: Dbos | undefined;

/** The bare job, measured from its instant: one workflow with one step for each mail, enqueued and executed in this process. */
async function send({ databaseUrl, smtpUrl, file }: QueueSettings): Promise<{ startedAt: number }> {
  const mails = readMails(file);
  const mailer = createMailer(smtpUrl);
  const name = "@dbos-inc/dbos-sdk";
  const { DBOS } = (await import(name)) as { DBOS: Dbos };
  dbos = DBOS;
  let left = mails.length;
  let done: () => void = () => undefined;
  const worked = new Promise<void>((resolve) => {
    done = resolve;
  });
  const sendMail = DBOS.registerWorkflow(
    async (mail) => {
      await DBOS.runStep(() => mailer.send(mail).then(() => undefined), { name: "send" });
      left -= 1;
      if (left === 0) done();
    },
    { name: "mail" },
  );
  DBOS.setConfig({ name: "duban-bench", systemDatabaseUrl: databaseUrl, logLevel: "error", runAdminServer: false });
  await DBOS.launch();
  await DBOS.registerQueue("mail", { workerConcurrency, minPollingIntervalMs: 100 });
  const startedAt = Date.now();
  const waiting = mails.values();
  const enqueue = async (): Promise<void> => {
    for (const mail of waiting) await DBOS.startWorkflow(sendMail, { queueName: "mail" })(mail);
  };
  await Promise.all(Array.from({ length: enqueuing }, enqueue));
  await worked;
  await DBOS.shutdown();
  dbos = undefined;
  mailer.close();
  return { startedAt };
}

serve({ send }, async () => dbos?.shutdown());
