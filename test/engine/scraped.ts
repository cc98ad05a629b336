import { Worker } from "@temporalio/worker";
import { freePort } from "../../local/free-port.ts";
import { startTestServer } from "../../local/temporal-test-server.ts";
import { connect } from "../../prisma/client.ts";
import { createCollector } from "../../worker/metrics/collect.ts";
import { serveMetrics } from "../../worker/metrics/serve.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { eventually } from "../support/timeouts.ts";

/**
 * Runs a worker that causes every metric to be counted, in a process of its own, because the engine's library reports metrics only if it has
 * not been used before in the process. Prints one scrape.
 */
export interface Scraped {
  databaseUrl: string;
  testServer: Parameters<typeof startTestServer>[0];
  workflowBundle: string;
  now: string;
}

const given = JSON.parse(process.argv[2] ?? "{}") as Scraped;
const engine = `127.0.0.1:${await freePort()}`;
installRuntime("ERROR", engine);
const env = await startTestServer(given.testServer);
let looked = 0;
const worker = await Worker.create({
  connection: env.nativeConnection,
  taskQueue: "duban-figures",
  workflowBundle: { codePath: given.workflowBundle },
  activities: {
    // The first look fails, so that the metric of failures exists too.
    async advance() {
      looked += 1;
      if (looked === 1) throw new Error("not yet");
      return { nextAt: null };
    },
  },
});
const running = worker.run();
await env.client.workflow.execute("round", { workflowId: "r", taskQueue: "duban-figures", args: [{ id: "r" }] });
// A workflow type that no version has: its workflow tasks fail.
const lost = await env.client.workflow.start("nothing-of-the-kind", {
  ...{ workflowId: "lost", taskQueue: "duban-figures", args: [] },
});
await lost.signal("x").catch(() => undefined);
// Uses the worker's own connection, so that a refused request is counted.
await env.nativeConnection.workflowService
  .describeWorkflowExecution({ namespace: "default", execution: { workflowId: "nobody" } })
  .catch(() => undefined);
const db = connect(given.databaseUrl, { connections: 2 });
const collector = createCollector({ db, now: () => new Date(given.now) });
collector.delivered("email", "sent");
const server = await serveMetrics(collector, { host: "127.0.0.1", port: 0, engine });
let text = "";
await eventually(async () => {
  text = await (await fetch(server.url)).text();
  return text.includes("temporal_workflow_task_execution_failed_total{");
});
await lost.terminate();
worker.shutdown();
await running;
await server.close();
collector.stop();
await env.teardown();
await db.$disconnect();
process.stdout.write(text, () => process.exit());
