import type { ActContext } from "../../../client/context.ts";
import { stepsAhead } from "../../../client/tasks/ahead.ts";
import type { Progress } from "../../../client/tasks/progress.ts";
import { loadTaskContexts } from "../../../client/tasks/task-context.ts";
import { askedDue } from "../../../domain/escalation/anchor.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { titleOf } from "../../../domain/procedures/steps.ts";
import { isSettled } from "../../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { textIn } from "../../../domain/words.ts";
import { distanceWords } from "../../http/format-date.ts";
import { maxUpcomingRungs, upcomingRungs } from "../../task/ladder-words.ts";
import type { Coming } from "../time-line.ts";

/** Open tasks for which a case's page looks ahead, and what it says of each ladder. */
const most = { tasks: 6, rungs: 3 };

/** What is to come of a case, by its time: due days, and whom ladders send to if nobody does anything. */
export async function comingOf(
  { db, calendar }: Pick<ActContext, "db" | "calendar">,
  { tasks, organization: { zone } }: Progress,
  { now, language, personId }: { now: Date; language: LanguageCode; personId: string | null },
): Promise<{ coming: Coming[]; more: number }> {
  const open = tasks.filter((task) => !isSettled(task.state) && task.waitsFor === 0);
  const looked = open.slice(0, most.tasks);
  const who = new Map(looked.map((task) => [task.id, task.who]));
  const coming: Coming[] = [];
  for (const context of await loadTaskContexts(db, looked, calendar, now)) {
    const { task } = context;
    const title = textIn(titleOf(context.duty, task.step, task.facts), language);
    const verdict = task.state === "submitted";
    const at = verdict ? task.climbDueAt : askedDue(task, zone, now);
    if (at > now) {
      const distance = distanceWords(at, now, zone, calendar, language);
      coming.push({
        at,
        what: dueWords(title, verdict ? [] : (who.get(task.id) ?? []), verdict, language),
        distance,
        taskId: task.id,
        due: true,
      });
    }
    const rungs = upcomingRungs(await stepsAhead(db, context, now, maxUpcomingRungs), context, now, language, personId);
    for (const rung of rungs.slice(0, most.rungs))
      coming.push({
        at: rung.at,
        what: `${title}${writing[language].colon}${rung.what}`,
        distance: rung.distance,
        taskId: task.id,
        due: false,
      });
  }
  coming.sort((one, other) => one.at.getTime() - other.at.getTime());
  return { coming, more: open.length - looked.length };
}

function dueWords(title: string, who: readonly string[], verdict: boolean, language: LanguageCode): string {
  const { either, list, brackets, colon } = writing[language];
  const label = verdict ? either("核验截止", "Verdict due") : either("办理截止", "Due");
  return `${label}${colon}${title}${who.length > 0 ? brackets(list(who.slice(0, 3))) : ""}`;
}
