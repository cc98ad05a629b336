import { caseWorkflow } from "./case.ts";

/** Drill (clauses 二(二)4 and 三, rows 26 and 53b): set a date, invite people, hold it, evaluate it, rectify the gaps. */
export const drill = caseWorkflow(async (drill) => {
  for (let attempt = 1; ; attempt++) {
    const key = (step: string): string => (attempt === 1 ? step : `${step}:${attempt}`);
    const again = attempt > 1 && drill.endsAt !== null ? { dueAt: drill.endsAt } : {};
    const plan = await drill.request("set-date", { key: key("set-date"), ...again });
    if (plan.date === null) return plan.state;
    // Its ladder invites the participants and reminds them the day before and on the day. If the date moves, the task moves with it.
    const held = await drill.request("hold", { key: key("hold"), dueAt: plan.date });
    // Cancelling a date does not cancel the drill: another date is set.
    if (held.state === "cancelled") continue;
    if (held.state === "waived") return "waived";
    await drill.awaitRectifications(await drill.request("evaluate", { key: key("evaluate") }));
    return "done";
  }
});
