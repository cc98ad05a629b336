import { CancelledFailure } from "@temporalio/activity";
import { roundsDue } from "../records/messages/bundling.ts";
import { couriersDue } from "../records/messages/deliveries.ts";
import { directShard } from "../records/messages/direct-messages.ts";
import type { CaseFacts, CaseRef, DisclosureState, OpenCount, StepRequest } from "../workflows/protocol.ts";
import { type AdvanceInput, type AdvanceOutput, advanceRound } from "./advance.ts";
import { attendance } from "./attendance.ts";
import { loadCase, openChildren, openTasks, requestStep, settle } from "./cases.ts";
import { ConcurrencyLimit } from "./concurrency-limit.ts";
import { deliverShard } from "./deliver.ts";
import type { DeliverInput, DeliverOutput, Deps } from "./deps.ts";
import { deliverDirect } from "./direct.ts";
import { requestDisclosures } from "./disclose.ts";
import { type DistributeInput, distribute } from "./distribute.ts";
import { redacted } from "./failures.ts";
import { InDoubt } from "./in-doubt.ts";
import { beginLevels } from "./levels.ts";
import { Lookout } from "./lookout.ts";
import { type PlanInput, planShard } from "./plan.ts";
import { requestRecurringStep } from "./recurring-step.ts";
import { isStopping } from "./stopping.ts";
import { deliverWebhooks } from "./webhooks/deliver.ts";

export type { Deps } from "./deps.ts";

/** Concurrent rounds in a worker: as many as keep it and the database busy, so that notices of the first rounds are sent early. */
const roundsAtOnce = 2;
/** In milliseconds: how often the database is polled for waiting activities. */
const pollEveryMs = { rounds: 500, couriers: 250 };

/** All activities. `now` comes from the workflow, in epoch milliseconds. */
export function createActivities(deps: Deps) {
  const guarded = <A extends unknown[], R>(name: string, work: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      try {
        return await work(...args);
      } catch (error) {
        if (error instanceof CancelledFailure || isStopping(error)) throw error;
        deps.log(`activity ${name} failed`, { error });
        throw redacted(error);
      }
    };
  };
  const { db, places, stopping } = deps;
  const rounds = attendance({
    ...{ limit: new ConcurrencyLimit(roundsAtOnce), places: places?.rounds, stopping },
    lookout: new Lookout((ids) => roundsDue(db, new Date(), ids), pollEveryMs.rounds),
  });
  const couriers = attendance({
    ...{
      limit: new ConcurrencyLimit(places?.couriers.most ?? Number.POSITIVE_INFINITY),
      places: places?.couriers,
      stopping,
    },
    lookout: new Lookout((ids) => couriersDue(db, ids, new Date()), pollEveryMs.couriers),
  });
  const inDoubt = new InDoubt();
  return {
    advance: guarded("advance", (input: AdvanceInput): Promise<AdvanceOutput> => advanceRound(deps, input, rounds)),
    deliver: guarded(
      "deliver",
      (input: DeliverInput): Promise<DeliverOutput> =>
        input.shard === directShard ? deliverDirect(deps, input) : deliverShard(deps, input, couriers, inDoubt),
    ),
    deliverWebhooks: guarded("deliverWebhooks", (now: number) => deliverWebhooks(deps, now)),
    beginLevels: guarded("beginLevels", (now: number) => beginLevels(deps, now)),
    plan: guarded("plan", (input: PlanInput) => planShard(deps, input)),
    distribute: guarded("distribute", (input: DistributeInput) => distribute(deps, input)),
    loadCase: guarded("loadCase", (ref: CaseRef): Promise<CaseFacts> => loadCase(deps, ref)),
    requestStep: guarded("requestStep", (request: StepRequest, now: number) => requestStep(deps, request, now)),
    requestRecurringStep: guarded("requestRecurringStep", (request: StepRequest, now: number) =>
      requestRecurringStep(deps, request, now),
    ),
    openTasks: guarded("openTasks", (ref: CaseRef): Promise<OpenCount> => openTasks(deps, ref)),
    openChildren: guarded("openChildren", (ref: CaseRef) => openChildren(deps, ref)),
    requestDisclosures: guarded(
      "requestDisclosures",
      (ref: CaseRef, now: number): Promise<DisclosureState> => requestDisclosures(deps, ref, now),
    ),
    settleCase: guarded("settleCase", (ref: CaseRef, outcome: string, now: number) => settle(deps, ref, outcome, now)),
  };
}

export type Activities = ReturnType<typeof createActivities>;
