import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client, Connection } from "@temporalio/client";
import { afterAll, describe, expect } from "vitest";
import { startCase } from "../../client/cases/cases.ts";
import { act } from "../../client/tasks/act.ts";
import { readConfig } from "../../config.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import { startTemporal, type Temporal } from "../../local/temporal.ts";
import type { Db } from "../../prisma/client.ts";
import { deploy, makeCurrent } from "../../worker/processes/deployment.ts";
import { createRelay, type Relay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import type { Workers } from "../../worker/workers.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { commandLine } from "../cli/typed.ts";
import { chapters } from "../support/chapters.ts";
import { freshDatabase } from "../support/database.ts";
import { found, type Organization } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";
import { workOn } from "./worker-on.ts";

const quiet = (): void => undefined;
const name = "duban";
let home: string;
let db: Db;
let url: string;
let inbox: Inbox;
let server: Temporal;
let client: Client;
let relay: Relay;
let organization: Organization;
let caseId: string;
const running: Workers[] = [];
const context = () => ({
  db,
  now: () => new Date(),
  calendar: chinaCalendar(),
  flush: async () => void (await relay.flush()),
});

async function work(buildId: string): Promise<void> {
  running.push(await workOn(server.address, { db, inbox, relay }, { deployment: { name, buildId } }));
}

/** Makes a build current as soon as the engine knows it. */
const current = async (buildId: string): Promise<void> => {
  await eventually(() =>
    makeCurrent(client, db, { name, buildId }, new Date()).then(
      () => true,
      () => false,
    ),
  );
  await relay.flush();
};

/** The build that runs a workflow, and its versioning behaviour (1: pinned, 2: auto-upgrade). */
async function buildOf(workflowId: string) {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const info = raw.workflowExecutionInfo?.versioningInfo;
  return { behavior: info?.behavior, buildId: info?.deploymentVersion?.buildId };
}
/** Makes a build current and waits until the round runs on it; the engine's services learn of it one after the other. */
const moved = (buildId: string) =>
  eventually(async () => {
    await current(buildId);
    await pause(500);
    return (await buildOf(round())).buildId === buildId;
  });
const round = (): string => `round-29-${organization.shard}`;

const chapter = chapters(async () => {
  installRuntime("ERROR");
  home = await mkdtemp(join(tmpdir(), "duban-versions-"));
  await chmod(home, 0o755);
  ({ db, url } = await freshDatabase());
  inbox = await startInbox();
  server = await startTemporal({ home, log: quiet, searchAttributes, ui: false, durable: false });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  relay = createRelay({ db, client, log: quiet });
  organization = await found(db, new Date(), { code: "GZ-V-1" });
});
afterAll(async () => {
  await Promise.all(running.map((workers) => workers.stop()));
  await client?.connection.close();
  await server?.stop();
  await inbox?.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

describe("two builds of the program on one engine", () => {
  chapter("a case and its round start on the current build", async () => {
    await work("one");
    await current("one");
    const started = await startCase(context(), {
      duty: "29",
      organizationId: organization.id,
      subject: "blocked exit",
      facts: { severity: "major" },
      actor: "administrator",
    });
    ({ caseId } = started);
    await eventually(async () => inbox.messages().length > 0);
    await eventually(async () => (await buildOf(round())).buildId === "one");
    expect(await buildOf(round())).toEqual({ behavior: 1, buildId: "one" });
    expect(await buildOf(`rectification-${caseId}`)).toEqual({ behavior: 2, buildId: "one" });
  });

  chapter("a second build that is not current receives no work", async () => {
    await work("two");
    await db.$transaction(async () => undefined);
    expect((await buildOf(round())).buildId).toBe("one");
  });

  chapter(
    "when it becomes current, rounds are woken and continue on it as a new run, and cases with their next step",
    async () => {
      await moved("two");
      const task = await db.task.findFirstOrThrow({ where: { caseId } });
      await act(context(), {
        verb: "acknowledge",
        taskId: task.id,
        actor: { personId: organization.person("secretariat") },
      });
      await client.workflow.getHandle(`rectification-${caseId}`).signal("nudge");
      await eventually(async () => (await buildOf(`rectification-${caseId}`)).buildId === "two");
      expect((await buildOf(round())).behavior).toBe(1);
    },
  );

  chapter(
    "duban deploy with the previous build prints the number of woken workflows, and all continue on it",
    async () => {
      const config = readConfig({ DATABASE_URL: url, TEMPORAL_ADDRESS: server.address });
      const { duban } = commandLine(db, () => new Date(), { deploy: (build) => deploy(config, build) });
      await eventually(async () => {
        const { code, data } = await duban("deploy", "one", "--json");
        expect([code, data]).toEqual([0, { build: "one", woken: expect.any(Number) }]);
        await relay.flush();
        await pause(500);
        return (await buildOf(round())).buildId === "one";
      });
      const { code, out } = await duban("deploy", "one");
      expect([code, out]).toEqual([0, expect.stringMatching(/^Build one is current; \d+ workflows are woken/)]);
      await client.workflow.getHandle(`rectification-${caseId}`).signal("nudge");
      await eventually(async () => (await buildOf(`rectification-${caseId}`)).buildId === "one");
      const failed = await client.workflow.workflowService.listWorkflowExecutions({
        namespace: "default",
        query: 'ExecutionStatus = "Failed"',
      });
      expect(failed.executions).toEqual([]);
    },
  );

  chapter("a build without a worker cannot become current, and the previous one stays", async () => {
    const config = readConfig({ DATABASE_URL: url, TEMPORAL_ADDRESS: server.address });
    const { duban } = commandLine(db, () => new Date(), { deploy: (build) => deploy(config, build) });
    const { code, err } = await duban("deploy", "three");
    expect([code, err]).toEqual([3, expect.stringContaining('No build "three"')]);
    const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      ...{ namespace: "default", deploymentName: name },
    });
    expect(workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId).toBe("one");
  });
});
