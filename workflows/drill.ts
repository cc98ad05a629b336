import { caseWorkflow } from "./case.ts";

/** Drill (clauses 二(二)4 and 三, rows 26 and 53b): set a date, call people, hold it, evaluate it, mend the gaps. */
export const drill = caseWorkflow(async (drill) => {
  for (let attempt = 1; ; attempt++) {
    const key = (step: string): string => (attempt === 1 ? step : `${step}:${attempt}`);
    const again = attempt > 1 && drill.endsAt !== null ? { dueAt: drill.endsAt } : {};
    const plan = await drill.request("set-date", { key: key("set-date"), ...again });
    if (plan.date === null) return plan.state;
    // Its ladder calls those who take part, and reminds them the day before and on the day; a moved date moves with the task.
    const held = await drill.request("hold", { key: key("hold"), dueAt: plan.date });
    // A date given up is not a drill given up: another is set.
    if (held.state === "cancelled") continue;
    if (held.state === "waived") return "waived";
    await drill.awaitRectifications(await drill.request("evaluate", { key: key("evaluate") }));
    return "done";
  }
});
