import type { Client } from "@temporalio/client";
import { queues } from "../../domain/ids.ts";
import type { Statements } from "../../prisma/client.ts";
import { databaseClock } from "../../records/health.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { grpcStatus, serverErrorOf } from "../grpc-status.ts";
import { missingAttributes } from "../search-attributes.ts";
import type { Finding } from "./finding.ts";

/** Minimum retention of closed workflows' histories: until then an id is not reused, and errors can be investigated. */
const leastRetentionDays = 3;
/** In milliseconds: with a larger difference of clocks, tasks become due noticeably early or late. */
const mostSkewMs = 2_000;
/** In milliseconds: a worker polls at least this often. */
const pollEveryMs = 180_000;
/** Maximum number of paused workflows that are named. */
const named = 5;

/** Checks a reachable Temporal server for what Duban needs, with advice. */
export async function engineChecks(client: Client, now: () => number = Date.now): Promise<Finding[]> {
  const checks: readonly [string, () => Promise<Finding>][] = [
    ["namespace", () => namespaceOf(client)],
    ["search attributes", () => attributesOf(client)],
    ["rights", () => rightsOf(client)],
    ["workers", () => workersOf(client, now)],
    ["paused", () => pausedOf(client)],
  ];
  const findings: Finding[] = [];
  for (const [part, check] of checks) {
    try {
      findings.push(await client.connection.withDeadline(Date.now() + 5_000, check));
    } catch (error) {
      findings.push(failed(part, error));
    }
  }
  return findings;
}

function failed(part: string, thrown: unknown): Finding {
  // The message of a refused signal is about the refusal itself.
  const error = serverErrorOf(thrown);
  if (error === null) return { part, ok: false, detail: thrown instanceof Error ? thrown.name : "Error" };
  // The demo's server does not support this request.
  if (error.code === grpcStatus.unimplemented) return { part, ok: true, detail: "this server cannot be asked" };
  const denied = error.code === grpcStatus.permissionDenied;
  return { part, ok: false, detail: denied ? "refused; the API key or certificate needs this right" : error.details };
}

async function namespaceOf({ workflowService, options: { namespace } }: Client): Promise<Finding> {
  const part = "namespace";
  try {
    const { config, namespaceInfo } = await workflowService.describeNamespace({ namespace });
    const gentle = namespaceInfo?.capabilities?.workerPollCompleteOnShutdown
      ? ""
      : "; a task given to a worker in the moment of its end waits for its time-out (docs/deploy.md: frontend.enableCancelWorkerPollsOnShutdown)";
    const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
    const kept = `${namespace}, what has ended is kept for ${Number(days.toFixed(1))} days`;
    if (days === 0 || days >= leastRetentionDays)
      return { part, ok: true, detail: `${days === 0 ? namespace : kept}${gentle}` };
    return {
      part,
      ok: true,
      detail: `${kept}; ${leastRetentionDays} or more let a fault be looked into (temporal operator namespace update --retention)`,
    };
  } catch (error) {
    if (serverErrorOf(error)?.code !== grpcStatus.notFound) throw error;
    return {
      part,
      ok: false,
      detail: `${namespace} is not there; make it (temporal operator namespace create -n ${namespace} --retention 72h), or mend TEMPORAL_NAMESPACE`,
    };
  }
}

async function attributesOf(client: Client): Promise<Finding> {
  const part = "search attributes";
  const missing = await missingAttributes(client, client.options.namespace);
  return missing.length === 0
    ? { part, ok: true, detail: Object.keys(searchAttributes).join(", ") }
    : {
        part,
        ok: false,
        detail: `${missing.join(", ")} missing; run "npx duban migrate", or add each as Keyword (Temporal Cloud: in the namespace's settings)`,
      };
}

/** Signals a workflow that does not exist: this changes nothing, and needs the permission that every nudge needs. */
async function rightsOf(client: Client): Promise<Finding> {
  const part = "rights";
  const { workflowService, options } = client;
  const { namespace } = options;
  await workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
  try {
    await client.workflow.getHandle("duban-doctor").signal("nudge");
  } catch (error) {
    const absent = error instanceof Error && error.name === "WorkflowNotFoundError";
    if (!absent) throw error;
  }
  return { part, ok: true, detail: "read and write" };
}

/** Checks for workers, and compares the engine's clock with the time of their last poll. */
async function workersOf({ workflowService, options: { namespace } }: Client, now: () => number): Promise<Finding> {
  const part = "workers";
  const counts: string[] = [];
  let newest = 0;
  let silent: string | undefined;
  for (const queue of Object.values(queues)) {
    const { pollers } = await workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue } });
    const times = pollers.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000);
    const fresh = times.filter((at) => now() - at < pollEveryMs).length;
    if (fresh === 0) silent ??= queue;
    newest = Math.max(newest, ...times);
    counts.push(`${fresh} ask of ${queue}`);
  }
  if (newest - now() > mostSkewMs)
    return {
      part,
      ok: false,
      detail: `the engine's clock is ${newest - now()} ms ahead of this machine's; set both by NTP`,
    };
  return silent
    ? {
        part,
        ok: false,
        detail: `nobody asks for work of ${silent}; start "duban worker", or look whether its clock is behind`,
      }
    : { part, ok: true, detail: counts.join(", ") };
}

/** Finds paused workflows: each waits for the person who paused it. */
async function pausedOf({ workflowService, options: { namespace } }: Client): Promise<Finding> {
  const part = "paused";
  const ids = new Set<string>();
  for (const query of ['ExecutionStatus = "Paused"', "TemporalPauseInfo IS NOT NULL"]) {
    // Servers that do not know this query have no paused workflows.
    const found = await workflowService.listWorkflowExecutions({ namespace, query, pageSize: 100 }).catch(() => null);
    for (const { execution } of found?.executions ?? []) if (execution?.workflowId) ids.add(execution.workflowId);
  }
  if (ids.size === 0) return { part, ok: true, detail: "none" };
  const some = [...ids].slice(0, named).join(", ");
  return {
    part,
    ok: false,
    detail: `${ids.size} (${some}${ids.size > named ? ", …" : ""}): somebody paused it or an activity of it; temporal workflow unpause -w ID`,
  };
}

/** Compares this machine's clock with the database's. */
export async function databaseSkew(db: Statements): Promise<Finding> {
  const before = Date.now();
  const at = (await databaseClock(db)).getTime();
  const after = Date.now();
  const skew = Math.round(at - (before + after) / 2);
  const ok = Math.abs(skew) <= mostSkewMs + (after - before) / 2;
  return {
    part: "clock",
    ok,
    detail: ok ? `the database's is ${skew} ms apart` : `the database's is ${skew} ms apart; set both by NTP`,
  };
}
