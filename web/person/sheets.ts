import { dueDay } from "../../domain/escalation/ladder.ts";
import { isToHandIn } from "../../domain/messages/counts.ts";
import type { Zone } from "../../domain/terms.ts";
import type { Entry } from "./task-rows.ts";

/** The tasks of one person for one organization that are due on the same day. */
export interface Sheet {
  organization: string;
  /** The earliest due instant. */
  due: Date;
  zone: Zone;
  late: boolean;
  tasks: number;
  path: string;
}

/** Due day of an entry's sheet; all late tasks are on one sheet. Null: the task needs no submission. */
function dayOf({ group, task, due }: Entry): string | null {
  if (!isToHandIn(group)) return null;
  return group === "late" ? "late" : dueDay(due, task.zone);
}

export const isOnSheet = (entry: Entry, organizationId: string, day: string): boolean =>
  entry.task.organizationId === organizationId && dayOf(entry) === day;

/** Sheets of at least two tasks, earliest first; a single task has its own page. */
export function sheetsOf(entries: readonly Entry[]): Sheet[] {
  const sheets = new Map<string, Sheet>();
  for (const entry of entries) {
    const day = dayOf(entry);
    if (day === null) continue;
    const path = `/my/sheet/${entry.task.organizationId}/${day}`;
    const known = sheets.get(path);
    const { organization, zone } = entry.task;
    sheets.set(path, {
      organization,
      zone,
      due: known?.due ?? entry.due,
      late: day === "late",
      tasks: (known?.tasks ?? 0) + 1,
      path,
    });
  }
  return [...sheets.values()].filter(({ tasks }) => tasks > 1);
}
