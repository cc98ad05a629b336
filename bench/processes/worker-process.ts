import { createTransports } from "../../activities/channels/index.ts";
import { createActivities } from "../../activities/index.ts";
import { placesOfQueues } from "../../activities/places.ts";
import { readConfig } from "../../config.ts";
import { connect } from "../../prisma/client.ts";
import { connectClient } from "../../worker/connections.ts";
import { startListener } from "../../worker/listener.ts";
import { createLog } from "../../worker/log.ts";
import { connectWorker } from "../../worker/native-connection.ts";
import { createRelay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { startWorkers } from "../../worker/workers.ts";
import { workflowCode } from "../../worker/workflow-code.ts";
import { serve } from "./serve.ts";

export interface WorkerSettings {
  databaseUrl: string;
  temporalAddress: string;
  smtpUrl: string;
  /** File of the workflow code; absent: the code that the product uses by default. */
  workflowBundle?: string;
}

const ends: (() => Promise<unknown>)[] = [];

/** Starts the worker as `worker/up.ts` composes it, without portal and watchdog. */
async function start({ databaseUrl, temporalAddress, smtpUrl, workflowBundle }: WorkerSettings): Promise<void> {
  installRuntime();
  const config = readConfig({});
  const log = createLog();
  const { client, close } = await connectClient(config, temporalAddress);
  ends.push(close);
  const connection = await connectWorker(config, temporalAddress);
  ends.push(() => connection.close());
  const db = connect(databaseUrl, { connections: 12 });
  ends.push(() => db.$disconnect());
  const relay = createRelay({ db, client, log: log.line });
  const transports = createTransports({ smtp: [smtpUrl], sms: [], mailFrom: config.mailFrom }, log.line);
  ends.push(() => Promise.all([...transports.values()].map((transport) => transport.close())));
  const places = placesOfQueues();
  const activities = createActivities({
    db,
    places,
    transports,
    flush: async () => void (await relay.flush()),
    publicUrl: "https://duban.example.org",
    secretKey: "thirty-two characters for a bench",
    sender: "督办 Duban",
    log: log.line,
  });
  const workers = await startWorkers({
    connection,
    namespace: config.temporal.namespace,
    bundle: workflowBundle === undefined ? await workflowCode() : { codePath: workflowBundle },
    activities,
    places,
  });
  ends.push(() => workers.stop());
  const listener = startListener(databaseUrl, relay);
  ends.push(() => listener.stop());
}

async function stop(): Promise<void> {
  for (let end = ends.pop(); end; end = ends.pop()) await end().catch(() => undefined);
}

serve(
  {
    start,
    stop,
  },
  stop,
);
