import { setTimeout as wait } from "node:timers/promises";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { wakePlanner } from "../domain/ids.ts";
import { dateIn, instantAt } from "../domain/time/zones.ts";
import { passTime } from "../local/temporal-test-server.ts";
import type { Db } from "../prisma/client.ts";
import { nudge } from "../records/nudges.ts";
import { shardsOfOrganizations } from "../records/roster/holders.ts";
import { nextStep } from "../records/tasks/next-step.ts";
import { clockTarget } from "./clock-target.ts";
import type { Relay } from "./relay.ts";

/** The demo's clock, which moves on command together with the engine's. */
export interface DemoClock {
  now(): Date;
  /**
   * Moves the clock: a span or a day (`clockTarget`), or `next`: to the next step of any task. @throws {BadInputError} anything else @returns
   * milliseconds moved
   */
  move(to: string): Promise<number>;
  /** The move in progress; null: none. */
  underWay(): Move | null;
}

/** Start and end of a move. */
export interface Move {
  from: Date;
  to: Date;
}

const minute = 60_000;
/** In milliseconds of demo time: how long after a step its messages have been sent. */
const pause = 10_000;
/** In milliseconds: interval at which the engine's time is read during a move. */
const often = 10;
const day = 86_400_000;

export async function createClock(
  env: TestWorkflowEnvironment,
  db: Db,
  relay: Relay,
  zone: string,
): Promise<DemoClock> {
  let offset = (await env.currentTimeMs()) - Date.now();
  const now = (): Date => new Date(Date.now() + offset);
  let moving: Promise<unknown> = Promise.resolve();
  let underWay: Move | null = null;

  const read = async (): Promise<void> => {
    offset = (await env.currentTimeMs()) - Date.now();
  };
  const sleepTo = async (at: number): Promise<void> => {
    await relay.flush();
    const ms = at - (await env.currentTimeMs());
    // The engine skips to a step, stands still while it is processed, and skips on: messages must have the time of their step, not that of the
    // previous stop.
    let asleep = true;
    const following = async (): Promise<void> => {
      for (; asleep; await wait(often)) await read();
    };
    const followed = following().catch(() => undefined);
    try {
      if (ms > 0) await passTime(env, ms);
    } finally {
      asleep = false;
      await followed;
    }
    await read();
  };

  /**
   * Moves from step to step, so that messages have their own time. The test server has no Schedules; therefore the planner is started at each
   * midnight that is passed.
   */
  const moveTo = async (at: number): Promise<number> => {
    const began = now().getTime();
    for (;;) {
      const midnight = instantAt(dateIn(new Date(now().getTime() + day), zone), "00:05", zone).getTime();
      const step = (await nextStep(db, now()))?.getTime() ?? at;
      const stop = Math.min(midnight, step + pause, at);
      await sleepTo(stop);
      if (stop === midnight) {
        await db.$transaction(async (tx) => nudge(tx, (await shardsOfOrganizations(tx)).map(wakePlanner), now()));
        await sleepTo(midnight + minute);
      }
      if (stop >= at) return at - began;
    }
  };

  return {
    now,
    underWay: () => underWay,
    async move(to) {
      const target = async (): Promise<number> => {
        if (to === "next") {
          const step = await nextStep(db, now());
          // A minute later, so that the messages of that instant have been sent too.
          return (step?.getTime() ?? now().getTime()) + minute;
        }
        return clockTarget(to, now(), zone);
      };
      // One move after the other; a failed one does not prevent the next.
      const mine = moving
        .catch(() => undefined)
        .then(async () => {
          const at = await target();
          underWay = { from: now(), to: new Date(at) };
          return moveTo(at).finally(() => {
            underWay = null;
          });
        });
      moving = mine;
      return mine;
    },
  };
}
