import type { Facts } from "../../domain/catalogue/due-rule.ts";
import { askedDue } from "../../domain/escalation/anchor.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import { isSettled, type TaskState } from "../../domain/tasks/task-states.ts";
import { type Termed, termBegan } from "../../domain/tasks/term.ts";
import type { Zone } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { currentLanguage, say } from "../language.ts";
import { wall } from "./format.ts";

type Waiting = { state: TaskState; waitsFor: number };

/** State of a task; an open task that waits for others has a state of its own. */
export const stateWords = ({ state, waitsFor }: Waiting): string =>
  waitsFor > 0 && !isSettled(state)
    ? say("等待其他工作", "waits for others")
    : word("taskState", state, currentLanguage());

/** Title of a step, with its duty if the title does not name it. */
export const titleWithDuty = ({ duty, step, facts = {} }: { duty: string; step: string; facts?: Facts }): string =>
  taskTitle({ duty, step, facts, subject: "" }, currentLanguage());

/** When a task is due; the term of a task that waits for others may begin when they end. */
export function termWords(task: Termed & Parameters<typeof askedDue>[0], zone: Zone, now: Date): string {
  return dueWords(termBegan(task) ? askedDue(task, zone, now) : null, zone);
}

/** The same for a due instant; null: its term has not begun. */
export const dueWords = (due: Date | null, zone: Zone): string =>
  due
    ? say(`截止时间${wall(due, zone)}`, `due ${wall(due, zone)}`)
    : say("期限自前一步办结时起算", "its term begins when what it waits for is done");

/** The same in a cell of a table: nothing where its term has not begun. */
export const dueCell = (task: Termed & Parameters<typeof askedDue>[0], zone: Zone, now: Date): string =>
  termBegan(task) ? wall(askedDue(task, zone, now), zone) : "";
