import type { ActContext } from "../../client/context.ts";
import type { Countable } from "../../domain/messages/counts.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import { groupFor } from "../../domain/messages/waiting.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { linkKey, makeLinks } from "../../records/messages/links.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import { missedTasksOf, type OpenTask, openTasksOf } from "../../records/tasks/open-tasks.ts";
import { instantWords, remainder } from "../http/format-date.ts";
import { type Child, type Html, html } from "../http/html.ts";
import type { Site } from "../http/site.ts";

/** An open task in a person's list. */
export interface Entry extends Countable {
  task: OpenTask;
  due: Date;
}

/** All open tasks of a person in all organizations and roles, by due instant. */
export async function entriesOf({ db }: ActContext, personId: string, now: Date): Promise<Entry[]> {
  const tasks = await openTasksOf(db, personId, now);
  const holders = await holdersOf(db, [...new Set(tasks.map((one) => one.organizationId))], now);
  return tasks.flatMap((task) => {
    const group = groupFor(task, personId, holders.get(task.organizationId) ?? [], now);
    const due = doing.includes(task.state) ? task.askedDue : task.climbDueAt;
    return group ? [{ task, taskId: task.id, group, due }] : [];
  });
}

/** In days: how long a missed task can still be answered; and the maximum number listed. */
const missedDays = 365;
const mostMissed = 20;

/** Tasks that a person missed, latest first. A late answer is still recorded. */
export async function missedOf({ db }: ActContext, personId: string, now: Date): Promise<OpenTask[]> {
  const tasks = await missedTasksOf(db, personId, new Date(now.getTime() - missedDays * 86_400_000), now);
  const holders = await holdersOf(db, [...new Set(tasks.map((one) => one.organizationId))], now);
  return tasks
    .filter((task) => relationshipOf(task, personId, holders.get(task.organizationId) ?? []).includes("doer"))
    .reverse()
    .slice(0, mostMissed);
}

/** A row is a button: the link to its task is made when it is pressed. */
export const rowButton = (action: string, token: string, inside: Child): Html =>
  html`<li><form method="post" action="${action}"><input type="hidden" name="token" value="${token}"><button class="row">${inside}</button></form></li>`;

/** What all rows of a list share. */
export interface RowContext {
  now: Date;
  calendar: ActContext["calendar"];
  language: LanguageCode;
  /** All tasks are of one organization, which the page's head names. */
  alone?: boolean;
}

/** A row for an open task, with the time left. @param path before the task's id */
export function entryRow(
  { task, due }: Entry,
  { path, token }: { path: string; token: string },
  { now, calendar, language, alone }: RowContext,
): Html {
  const left = remainder({ due, byClock: task.byClock }, now, task.zone, calendar, language);
  return rowButton(
    `${path}/${task.id}`,
    token,
    html`<span class="what">${taskTitle(task, language)}</span>
${alone ? "" : html`<span class="where">${task.organization}</span>`}
<span class="when ${left.late ? "late" : ""}">${left.words}<span class="hint"> ${instantWords(due, task.zone, language, now)}</span></span>`,
  );
}

/** Number of days for which a link from a list works. */
const linkDays = 120;

/** Path of a task's page for one person; it opens as from a mail. */
export async function linkTo(site: Site, personId: string, taskId: string): Promise<string> {
  const { db, now } = site.deps.context;
  const wanted = { personId, taskId };
  const links = await db.$transaction((tx) => makeLinks(tx, [wanted], now(), site.deps.secretKey, linkDays));
  return `/t/${links.get(linkKey(wanted)) ?? ""}`;
}
