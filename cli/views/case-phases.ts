import type { Progress, ProgressTask } from "../../client/tasks/progress.ts";
import type { PhaseState } from "../../domain/procedures/phases.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import type { Coverage } from "../../records/tasks/coverage.ts";
import { labelled, listed, localized, say } from "../language.ts";
import { lateness, safe } from "./format.ts";
import { stateWords, termWords } from "./task-words.ts";

const marks: Readonly<Record<PhaseState, string>> = {
  done: "✓",
  open: "▸",
  waiting: "…",
  "given-up": "✗",
  "to-come": "·",
};
/** Maximum number of names of people who have not finished; the others are counted. */
const named = 10;

/** Why no reminders are sent for the case; empty if they are. */
export const pauseWords = ({ paused }: Progress): string =>
  paused
    ? say(
        `（${paused === "duty" ? "该职责" : "该机构"}已暂停，不请求也不提醒）`,
        ` (its ${paused} is paused: nobody is asked or reminded)`,
      )
    : "";

/** The phases of a case, one in each line, with their tasks and what those wait for. */
export function phaseLines({ phases, organization }: Progress, now: Date, calendar: Calendar): string[] {
  return phases.flatMap(({ title, state, tasks }) => [
    `${marks[state]} ${safe(localized(title))}${tasks.length === 0 ? say("：尚未请求", ": not asked yet") : ""}`,
    ...tasks.flatMap((task) => taskLines(task, organization.zone, now, calendar)),
  ]);
}

function taskLines(task: ProgressTask, zone: string, now: Date, calendar: Calendar): string[] {
  const settled = isSettled(task.state);
  const long = lateness({ due: task.dueAt, zone, byClock: task.byClock }, now, calendar);
  const late = isLate(task, now) ? say(`，已逾期${long}`, `, ${long} late`) : "";
  const who = listed(task.who.map(safe)) || (settled ? "" : say("该职务无人担任", "nobody holds the role"));
  const due = termWords(task, zone, now);
  const state = stateWords(task);
  return [
    `    ${task.id}  ${labelled(safe(task.key), say(`${state}，${due}${late}${who && `；${who}`}`, `${state}, ${due}${late}${who && `; ${who}`}`))}`,
    ...(task.coverage ? [`      ${coverageWords(task.coverage)}`] : []),
    ...task.missing.map((one) =>
      say(`      还缺：${safe(localized(one))}`, `      still needs: ${safe(localized(one))}`),
    ),
  ];
}

function coverageWords({ asked, done, excused, missing }: Coverage): string {
  const names = missing.slice(0, named).map(({ name }) => safe(name));
  const more = missing.length > named ? say(`等${missing.length}人`, ` and ${missing.length - named} more`) : "";
  const left =
    missing.length > 0 ? say(`；等待：${names.join("、")}${more}`, `; waited for: ${names.join(", ")}${more}`) : "";
  return say(
    `${asked}人中已有${done}人完成${excused > 0 ? `，${excused}人免除` : ""}${left}`,
    `${done} of ${asked} ${asked === 1 ? "person" : "people"} did it${excused > 0 ? `, ${excused} excused` : ""}${left}`,
  );
}

/** The same for `--json`. */
export const coverageData = ({ asked, done, excused, missing }: Coverage): Record<string, unknown> => ({
  asked,
  done,
  excused,
  missing: missing.map(({ taskId, name }) => ({ task: taskId, name })),
});
