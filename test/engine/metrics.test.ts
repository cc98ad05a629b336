import { readFileSync } from "node:fs";
import { Worker } from "@temporalio/worker";
import { beforeAll, expect, inject, test } from "vitest";
import { freePort } from "../../local/free-port.ts";
import { startTestServer } from "../../local/temporal-test-server.ts";
import { insertAudit } from "../../records/audit/audits.ts";
import { createCollector } from "../../worker/metrics/collect.ts";
import { serveMetrics } from "../../worker/metrics/serve.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { eventually } from "../support/timeouts.ts";

const { db } = await freshDatabase();
const ops = new URL("../../docs/ops/", import.meta.url);
let text = "";

beforeAll(async () => {
  const engine = `127.0.0.1:${await freePort()}`;
  installRuntime("ERROR", engine);
  const env = await startTestServer(inject("testServer"));
  atEnd(() => env.teardown());
  let looked = 0;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: "duban-figures",
    workflowBundle: { codePath: inject("workflowBundle") },
    activities: {
      // The first look fails, so that failures have their figure too.
      async advance() {
        looked += 1;
        if (looked === 1) throw new Error("not yet");
        return { nextAt: null };
      },
    },
  });
  const running = worker.run();
  await env.client.workflow.execute("round", { workflowId: "r", taskQueue: "duban-figures", args: [{ id: "r" }] });
  // A type that no version has: its workflow tasks fail.
  const lost = await env.client.workflow.start("nothing-of-the-kind", {
    ...{ workflowId: "lost", taskQueue: "duban-figures", args: [] },
  });
  await lost.signal("x").catch(() => undefined);
  // Asked over the worker's own connection, so that a refused request has its figure.
  await env.nativeConnection.workflowService
    .describeWorkflowExecution({ namespace: "default", execution: { workflowId: "nobody" } })
    .catch(() => undefined);
  await insertAudit(db, {
    ...{ by: "nightly", tookMs: 5, gaps: { round: 1 }, found: 1, mended: 0, leftOpen: 1 },
    ...{ at: new Date("2026-09-15T01:00:00Z"), chainsThrough: "", chainsWholeAt: null },
  });
  const collector = createCollector({ db, now: () => new Date("2026-09-15T02:00:00Z") });
  collector.delivered("email", "sent");
  const server = await serveMetrics(collector, { host: "127.0.0.1", port: 0, engine });
  await eventually(async () => {
    text = await (await fetch(server.url)).text();
    return text.includes("temporal_workflow_task_execution_failed_total{");
  });
  await lost.terminate();
  worker.shutdown();
  await running;
  await server.close();
  collector.stop();
}, 60_000);

/** Names of figures that an expression asks for. */
const namesIn = (words: string): string[] =>
  [...words.matchAll(/\b(?:duban|temporal|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);

/** Names that a scrape tells, those of a histogram's parts among them. */
const told = (): Set<string> =>
  new Set([...text.matchAll(/^(?:# TYPE )?([a-z_0-9]+)[ {]/gm)].map(([, name = ""]) => name));

test("every figure that the dashboard shows is told", () => {
  const { panels } = JSON.parse(readFileSync(new URL("grafana.json", ops), "utf8")) as {
    panels: { id: number; title: string; targets: { expr: string }[] }[];
  };
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { title, targets } of panels)
    for (const { expr } of targets) {
      expect(namesIn(expr), title).not.toEqual([]);
      for (const name of namesIn(expr)) expect(told(), `${title}: ${name}`).toContain(name);
    }
});

test("every figure that an alert looks at is told, and each alert says what to do", () => {
  const rules = readFileSync(new URL("alerts.yaml", ops), "utf8")
    .split(/^ {6}- alert: /m)
    .slice(1);
  expect(rules.length).toBeGreaterThan(10);
  for (const rule of rules) {
    const [name = ""] = rule.split("\n");
    const expr = /^ {8}expr: (.+)$/m.exec(rule)?.[1] ?? "";
    expect(namesIn(expr), name).not.toEqual([]);
    for (const figure of namesIn(expr)) expect(told(), `${name}: ${figure}`).toContain(figure);
    expect(rule, name).toMatch(/^ {8}for: \d+[mh]$/m);
    expect(rule, name).toMatch(/severity: (page|ticket)/);
    expect(rule, name).toMatch(/^ {10}summary: .{20,}$/m);
    expect(rule, name).toMatch(/^ {10}action: .{20,}$/m);
  }
});

test("docs name each figure of ours", () => {
  const docs = readFileSync(new URL("../metrics.md", ops), "utf8");
  for (const name of [...told()].filter((one) => one.startsWith("duban_"))) expect(docs).toContain(name);
});
