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
  /** Signals everything that waits, rounds and couriers first; never throws: while the engine is away, nudges wait. @returns how many */
  flush(): Promise<number>;
}

export interface RelayOptions {
  db: Db;
  client: Client;
  /** Whether this process relays for all; that one is notified at the commit. @default it does */
  leads?(): boolean;
  log(line: string, about?: Readonly<Record<string, unknown>>): void;
}

/** What is said of a case's workflow where it is started. */
interface About {
  kind: string;
  organizationId: string;
  duty: string;
  state: string;
  facts: Readonly<Record<string, unknown>>;
}

/** Before everything else that waits on its task queue (Temporal's own default is 3). */
const first = { priorityKey: 1 } as const;

const inFlight = 20;
/** So few are read at once that a round's nudge, which goes first, never waits behind a herd of starting cases. */
const page = 100;
/** Longest that one who flushes waits for a pass that is under way: it will find theirs too. */
const flushTimeoutMs = 500;
/** Nobody who acts on a page waits longer for an engine that is away, … */
const engineTimeoutMs = 3_000;
/** … nor does the next one, until it is asked again. */
const restMs = 2_000;

/** Turns nudges into signalWithStart (signals alone, of those that start nothing), folded by workflow, and deletes them only then: one too many does no harm, one too few never comes. */
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
        // Those that got through are done, whatever became of their neighbours: signalled again and again with the one that an engine
        // at its limit did not answer in time, they would keep it there.
        const through = some.filter((_, n) => outcomes[n]?.status === "fulfilled");
        await dropNudges(
          db,
          through.flat().map((nudge) => nudge.id),
        );
        signalled += through.length;
        // An engine that answered some is not away: the others are asked again in their turn.
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
        // What was written after the running pass had looked is found by one more.
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

/** A span of what wrote the nudges, where that was traced. */
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
      ...(about && isGrave(about.facts) && { priority: first }),
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

/** The workflow is told where it runs. Where it does not, nothing is lost: what is due later has a nudge of its own that starts it. */
async function tell(client: Client, nudge: Nudge): Promise<void> {
  const send = () => client.workflow.getHandle(nudge.workflowId).signal(nudge.signal);
  try {
    await client.connection.withDeadline(Date.now() + engineTimeoutMs, send);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
