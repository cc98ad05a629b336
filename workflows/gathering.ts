import { inRound } from "../domain/procedures/kinds/gathering.ts";
import { caseWorkflow } from "./case.ts";

/** Milliseconds from the beginning of a day to 18:00. */
const toMorning = 18 * 3_600_000;

/**
 * Gathering (clauses 二(二)3 and 三(一)2, rows 22c and 35): the charter is checked, the head approves the safety plan, the gathering is held,
 * recorded and reported. A change of day or place requires approval again. If the day comes without approval, the supervisory board gets a
 * task to examine it.
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
