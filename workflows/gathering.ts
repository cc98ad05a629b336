import { inRound } from "../domain/procedures/kinds/gathering.ts";
import { caseWorkflow } from "./case.ts";

/** From 18:00 of a day back to its beginning. */
const toMorning = 18 * 3_600_000;

/**
 * Gathering (clauses 二(二)3 and 三(一)2, rows 22c and 35): charter checked, safety plan approved by the head, held, recorded, reported.
 * A changed day or place asks for approval again; a day that comes without it is the supervisory board's to look into.
 */
export const gathering = caseWorkflow(async (gathering) => {
  for (;;) {
    const { dates, counts } = await gathering.refresh();
    const charter = await gathering.poll("charter");
    const plan = await gathering.poll("approve", { key: inRound("approve", counts.round) });
    const held = await gathering.poll("hold");
    if (held?.state === "cancelled") return "called-off";
    if (held && charter && plan) {
      await gathering.awaitRectifications(held);
      await gathering.request("report");
      return held.state === "closed" ? "held" : held.state;
    }
    const morning = dates.date === undefined ? null : dates.date - toMorning;
    if (plan || held || morning === null) await gathering.waitForChange(null);
    else if (morning > Date.now()) await gathering.waitForChange(morning);
    else {
      await gathering.poll("unapproved", { key: inRound("unapproved", counts.round) });
      await gathering.waitForChange(null);
    }
  }
});
