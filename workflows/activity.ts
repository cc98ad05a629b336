import { inRound } from "../domain/kinds/activity.ts";
import { caseWorkflow } from "./case.ts";

/** From 18:00 of a day back to its beginning. */
const toMorning = 18 * 3_600_000;

/**
 * Activity (clauses 二(二)3 and 三(一)2, rows 22c and 35): charter checked, safety plan approved by the head, held, recorded, reported.
 * A changed day or place asks for approval again; a day that comes without it is the supervisory board's to look into.
 */
export const activity = caseWorkflow(async (activity) => {
  for (;;) {
    const { dates, counts } = await activity.refresh();
    const charter = await activity.poll("charter");
    const plan = await activity.poll("approve", { key: inRound("approve", counts.round) });
    const held = await activity.poll("hold");
    if (held?.state === "cancelled") return "called-off";
    if (held && charter && plan) {
      await activity.awaitRectifications(held);
      await activity.request("report");
      return held.state === "closed" ? "held" : held.state;
    }
    const morning = dates.date === undefined ? null : dates.date - toMorning;
    if (plan || held || morning === null) await activity.waitForChange(null);
    else if (morning > Date.now()) await activity.waitForChange(morning);
    else {
      await activity.poll("unapproved", { key: inRound("unapproved", counts.round) });
      await activity.waitForChange(null);
    }
  }
});
