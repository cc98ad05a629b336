import type { ActContext } from "../../../client/context.ts";
import { stepsAhead } from "../../../client/tasks/ahead.ts";
import { type NextPeriod, nextPeriodOf } from "../../../client/tasks/next-period.ts";
import type { Progress } from "../../../client/tasks/progress.ts";
import { loadTaskContexts } from "../../../client/tasks/task-context.ts";
import { isOfLaw } from "../../../domain/catalogue/packs/index.ts";
import { climbsByClock } from "../../../domain/escalation/advance.ts";
import { askedDue } from "../../../domain/escalation/anchor.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { titleOf } from "../../../domain/procedures/steps.ts";
import { isSettled } from "../../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { keyWords } from "../../../domain/time/period-words.ts";
import { textIn } from "../../../domain/words.ts";
import { toCome } from "../../http/format-date.ts";
import { maxUpcomingRungs, upcomingRungs } from "../../task/ladder-words.ts";
import type { Coming } from "../time-line.ts";

/** Limits of the outlook on a case's page: open tasks, and rungs of each task. */
const most = { tasks: 6, rungs: 3 };

/** What will happen in a case, in order of time: due days, and whom the ladders notify if nobody acts. */
export async function comingOf(
  { db, calendar }: Pick<ActContext, "db" | "calendar">,
  { tasks, organization, duty, case: found }: Progress,
  { now, language, personId }: { now: Date; language: LanguageCode; personId: string | null },
): Promise<{ coming: Coming[]; more: number }> {
  const { zone } = organization;
  const open = tasks.filter((task) => !isSettled(task.state) && task.waitsFor === 0);
  const looked = open.slice(0, most.tasks);
  const who = new Map(looked.map((task) => [task.id, task.who]));
  const coming: Coming[] = [];
  for (const context of await loadTaskContexts(db, looked, calendar, now)) {
    const { task } = context;
    const title = textIn(titleOf(context.duty, task.step, task.facts), language);
    const verdict = task.state === "submitted";
    const byClock = climbsByClock(task, context.policies);
    const at = verdict ? task.climbDueAt : askedDue(task, zone, now);
    if (at > now) {
      coming.push({
        at,
        what: dueWords(title, verdict ? [] : (who.get(task.id) ?? []), verdict, language),
        ...toCome({ at, byClock }, now, zone, calendar, language),
        taskId: task.id,
        due: true,
      });
    }
    const rungs = upcomingRungs(
      await stepsAhead(db, context, now, maxUpcomingRungs),
      { ...context, byClock },
      now,
      language,
      personId,
    );
    for (const rung of rungs.slice(0, most.rungs))
      coming.push({
        at: rung.at,
        what: `${title}${writing[language].colon}${rung.what}`,
        when: rung.when,
        distance: rung.distance,
        taskId: task.id,
        due: false,
      });
  }
  const next = await nextPeriodOf(db, { case: found, organization, duty }, calendar, now);
  if (next)
    coming.push({
      at: next.opensAt,
      what: nextWords(next, found.state === "open" && !isOfLaw(duty.number), language),
      ...toCome({ at: next.opensAt, byClock: false }, now, zone, calendar, language),
      taskId: null,
      due: false,
    });
  coming.sort((one, other) => one.at.getTime() - other.at.getTime());
  return { coming, more: open.length - looked.length };
}

/** The next period of the duty. @param ends the open tasks of the case are missed when the next case opens */
function nextWords({ key, dueOn }: NextPeriod, ends: boolean, language: LanguageCode): string {
  const { either, day } = writing[language];
  const period = textIn(keyWords(key), language);
  const opens = either(
    `下一期（${period}）开始，${day(dueOn)}截止`,
    `The next one (${period}) opens, due ${day(dueOn)}`,
  );
  if (!ends) return opens;
  return `${opens}${either("；本期届时仍未提交的，记为未完成", "; what was not handed in of this one is then missed")}`;
}

function dueWords(title: string, who: readonly string[], verdict: boolean, language: LanguageCode): string {
  const { either, list, brackets, colon } = writing[language];
  const label = verdict ? either("核验截止", "Verdict due") : either("办理截止", "Due");
  return `${label}${colon}${title}${who.length > 0 ? brackets(list(who.slice(0, 3))) : ""}`;
}
