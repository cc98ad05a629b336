import { dueDay } from "../../domain/escalation/ladder.ts";
import { isToHandIn } from "../../domain/messages/counts.ts";
import type { Zone } from "../../domain/terms.ts";
import type { Entry } from "./task-rows.ts";

/** What one person has to do for one organization by the same day. */
export interface Sheet {
  organization: string;
  /** The earliest of its due instants. */
  due: Date;
  zone: Zone;
  late: boolean;
  tasks: number;
  path: string;
}

/** Of which day's sheet an entry is: all that is late is one sheet. Null: it asks for no submission. */
function dayOf({ group, task, due }: Entry): string | null {
  if (!isToHandIn(group)) return null;
  return group === "late" ? "late" : dueDay(due, task.zone);
}

export const isOnSheet = (entry: Entry, organizationId: string, day: string): boolean =>
  entry.task.organizationId === organizationId && dayOf(entry) === day;

/** Sheets of several tasks, the earliest first: one task alone has its own page. */
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
