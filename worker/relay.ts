import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { WorkflowIdReusePolicy } from "@temporalio/client";
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  WorkflowNotFoundError,
} from "@temporalio/common";
import { isGrave } from "../domain/procedures/severity.ts";
import type { Db } from "../prisma/client.ts";
import { findCases } from "../records/cases/cases.ts";
import { dropNudges, type Nudge, waitingNudges } from "../records/nudges.ts";
import type { CaseRef } from "../workflows/protocol.ts";
import { inSpan } from "./tracing/spans.ts";

export interface Relay {
  /**
   * Signals the workflows of all pending nudges, rounds and couriers first. Never throws: while the engine is unreachable, nudges wait. @returns
   * number of nudges relayed
   */
  flush(): Promise<number>;
}

export interface RelayOptions {
  db: Db;
  client: Client;
  /** Whether this process is the leading one; otherwise it only notifies that one. @default true */
  leads?(): boolean;
  log(line: string, about?: Readonly<Record<string, unknown>>): void;
}

/** Memo and attributes of a case workflow at its start. */
interface About {
  kind: string;
  organizationId: string;
  duty: string;
  state: string;
  facts: Readonly<Record<string, unknown>>;
}

/** Priority over everything else on the task queue (Temporal's default is 3). */
const first = { priorityKey: 1 } as const;

const inFlight = 20;
/** Maximum number of nudges read at once: few, so that a round's nudge, which has priority, never waits behind a mass of starting cases. */
const page = 100;
/** In milliseconds: a caller of `flush` waits at most this long for a pass in progress, which will find its nudges too. */
const flushTimeoutMs = 500;
/** In milliseconds: maximum time that an act on a page waits for an unreachable engine, … */
const engineTimeoutMs = 3_000;
/** … and time during which further acts do not wait for it at all. */
const restMs = 2_000;

/**
 * Turns nudges into signalWithStart calls (or signals only, for nudges that start nothing), merged by workflow. A nudge is deleted only after its
 * signal: a duplicate is harmless, a missing one would be lost.
 */
export function createRelay({ db, client, leads = () => true, log }: RelayOptions): Relay {
  let running: Promise<number> | undefined;
  let again = false;
  let restsUntil = 0;

  const drain = async (): Promise<number> => {
    let signalled = 0;
    for (;;) {
      const nudges = await waitingNudges(db, page);
      if (nudges.length === 0) return signalled;
      const folded = [...fold(nudges).values()];
      const about = await findCases(
        db,
        folded.flatMap(([first]) => caseId(first) ?? []),
      );
      for (let from = 0; from < folded.length; from += inFlight) {
        const some = folded.slice(from, from + inFlight);
        const outcomes = await Promise.allSettled(
          some.map(async (same) => {
            const [first] = same;
            if (!first) return;
            await relayed(same, () =>
              same.some(({ starts }) => starts)
                ? signal(client, first, about.get(caseId(first) ?? ""))
                : tell(client, first),
            );
          }),
        );
        // Nudges that were delivered are deleted even if others failed. Repeating them with the one that an overloaded engine did not answer in time
        // would keep it overloaded.
        const through = some.filter((_, n) => outcomes[n]?.status === "fulfilled");
        await dropNudges(
          db,
          through.flat().map((nudge) => nudge.id),
        );
        signalled += through.length;
        // An engine that answered some calls is reachable: the others are retried in turn.
        const failed = outcomes.find((outcome) => outcome.status === "rejected");
        if (failed && through.length === 0) throw failed.reason;
      }
    }
  };

  const run = async (): Promise<number> => {
    let signalled = 0;
    do {
      again = false;
      try {
        signalled += await drain();
      } catch (error) {
        restsUntil = Date.now() + restMs;
        log("nudges wait: the engine or the database is away", {
          error: error instanceof Error ? error.name : "Error",
        });
        return signalled;
      }
    } while (again);
    return signalled;
  };

  return {
    async flush() {
      if (!leads() || Date.now() < restsUntil) return 0;
      if (running) {
        // Nudges that were written after the current pass had read are found by another one.
        again = true;
        await Promise.race([running, pause(flushTimeoutMs)]);
        return 0;
      }
      running = run().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

function fold(nudges: readonly Nudge[]): Map<string, Nudge[]> {
  const folded = new Map<string, Nudge[]>();
  for (const nudge of nudges) {
    const same = folded.get(nudge.workflowId);
    if (same) same.push(nudge);
    else folded.set(nudge.workflowId, [nudge]);
  }
  return folded;
}

/** Runs `work` in a span of the transactions that wrote the nudges, if those were traced. */
async function relayed(same: readonly Nudge[], work: () => Promise<void>): Promise<void> {
  const reasons = [...new Set(same.flatMap(({ trace }) => trace ?? []))];
  const [first] = same;
  if (!first || reasons.length === 0) return work();
  const attributes = { "duban.workflow": first.workflowId };
  return inSpan(`nudge ${first.workflowType}`, { kind: "PRODUCER", attributes, reasons }, work);
}

const caseId = (nudge: Nudge | undefined): string | undefined =>
  (nudge?.args as Partial<CaseRef>[] | undefined)?.[0]?.caseId;

const key = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

/**
 * Of the workflows that serve many organizations. A workflow task whose worker was lost, or that was lost on its way to the worker when the
 * connection broke, is dispatched again after this time; by default that takes 10 seconds. Their tasks take milliseconds.
 */
const sharedTaskTimeoutMs = 5_000;

async function signal(client: Client, nudge: Nudge, about: About | undefined): Promise<void> {
  const send = () =>
    client.workflow.signalWithStart(nudge.workflowType, {
      workflowId: nudge.workflowId,
      taskQueue: nudge.taskQueue,
      args: nudge.args,
      signal: nudge.signal,
      signalArgs: [],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      staticSummary: about ? `${about.kind} · duty ${about.duty}` : nudge.workflowId,
      ...(about ? isGrave(about.facts) && { priority: first } : { workflowTaskTimeout: sharedTaskTimeoutMs }),
      ...(about && {
        typedSearchAttributes: new TypedSearchAttributes([
          { key: key("DubanKind"), value: about.kind },
          { key: key("DubanOrganization"), value: about.organizationId },
          { key: key("DubanDuty"), value: about.duty },
          { key: key("DubanState"), value: about.state },
        ]),
      }),
    });
  await client.connection.withDeadline(Date.now() + engineTimeoutMs, send);
}

/** Signals the workflow if it runs. If not, nothing is lost: later rungs have nudges of their own that start it. */
async function tell(client: Client, nudge: Nudge): Promise<void> {
  const send = () => client.workflow.getHandle(nudge.workflowId).signal(nudge.signal);
  try {
    await client.connection.withDeadline(Date.now() + engineTimeoutMs, send);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
