import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/** Drill (clauses 二(二)4 and 三, rows 26 and 53b): set a date, call people, hold it, evaluate it, mend the gaps. */
export async function drill(ref: CaseRef): Promise<string> {
  const drill = await takeUp(ref);
  if (drill.state !== "open") return drill.state;
  for (let attempt = 1; ; attempt++) {
    const again = attempt === 1 ? "" : `:${attempt}`;
    const plan = await drill.ask("set-date", { key: `set-date${again}`, ...(attempt > 1 && ending(drill.endsAt)) });
    if (await drill.cancelled()) return "cancelled";
    if (plan.date === null) return drill.settle(plan.state);
    // Its ladder calls those who take part, and reminds them the day before and on the day; a moved date moves with the task.
    const held = await drill.ask("hold", { key: `hold${again}`, dueAt: plan.date });
    if (await drill.cancelled()) return "cancelled";
    // A date given up is not a drill given up: another is set.
    if (held.state === "cancelled") continue;
    if (held.state === "waived") return drill.settle("waived");
    const review = await drill.ask("evaluate", { key: `evaluate${again}` });
    if (await drill.cancelled()) return "cancelled";
    await drill.mend(review);
    return drill.settle("done");
  }
}

const ending = (endsAt: number | null): { dueAt?: number } => (endsAt === null ? {} : { dueAt: endsAt });
