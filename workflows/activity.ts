import { inRound } from "../domain/kinds/activity.ts";
import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/** From 18:00 of a day back to its beginning. */
const toMorning = 18 * 3_600_000;

/**
 * Activity (clauses 二(二)3 and 三(一)2, rows 22c and 35): charter checked, safety plan approved by the head, held, recorded, reported.
 * A changed day or place asks for approval again; a day that comes without it is the supervisory board's to look into.
 */
export async function activity(ref: CaseRef): Promise<string> {
  const activity = await takeUp(ref);
  if (activity.state !== "open") return activity.state;
  for (;;) {
    const { state, dates, counts } = await activity.again();
    if (state !== "open") return state;
    const charter = await activity.look("charter");
    const plan = await activity.look("approve", { key: inRound("approve", counts.round) });
    const held = await activity.look("hold");
    if (held?.state === "cancelled") return activity.settle("called-off");
    if (held && charter && plan) {
      await activity.mend(held);
      await activity.ask("report");
      return (await activity.cancelled())
        ? "cancelled"
        : activity.settle(held.state === "closed" ? "held" : held.state);
    }
    const morning = dates.date === undefined ? null : dates.date - toMorning;
    if (plan || held || morning === null) await activity.until(null);
    else if (morning > Date.now()) await activity.until(morning);
    else {
      await activity.look("unapproved", { key: inRound("unapproved", counts.round) });
      await activity.until(null);
    }
  }
}
