import { newsDays } from "../domain/planning/levels.ts";
import type { Zone } from "../domain/terms.ts";
import { addDays } from "../domain/time/calendar.ts";
import { nextAllowed } from "../domain/time/hours.ts";
import { dateIn, instantAt } from "../domain/time/zones.ts";
import type { Statements } from "../prisma/client.ts";
import {
  dropLevels,
  type LevelRow,
  lockLevelNotices,
  newestTasks,
  newsFor,
  newsTo,
  readersOfLevel,
  recipientsOfLevels,
  stepOfLevel,
} from "../records/levels.ts";
import { insertNotices, type NewNotice } from "../records/messages/notices.ts";
import { nudgeCouriers } from "../records/nudges.ts";
import type { OrganizationRow } from "../records/roster/holders.ts";

/**
 * Notifies role holders of some organizations of a level that has begun there, and of another hazard at the same level, each person once: by mail,
 * together with the mail of that morning, and at the highest level also by SMS.
 */
export async function notifyOfLevels(
  tx: Statements,
  organizations: readonly OrganizationRow[],
  levels: readonly LevelRow[],
  now: Date,
): Promise<void> {
  const news = new Map(organizations.map((one) => [one.id, newsFor(one, levels, dateIn(now, one.zone))]));
  const byId = new Map(
    organizations.flatMap((one) => {
      const { news: fresh = [], replaced = [] } = news.get(one.id) ?? {};
      return fresh.length + replaced.length > 0 ? [[one.id, one] as const] : [];
    }),
  );
  if (byId.size === 0) return;
  await lockLevelNotices(tx);
  const readers = await readersOfLevel(tx, [...byId.keys()], now);
  const people = readers.map(({ personId }) => personId);
  const told = await recipientsOfLevels(tx, people);
  await dropLevels(
    tx,
    people,
    [...news.values()].flatMap(({ replaced }) => replaced.map(({ setting }) => setting)),
  );
  const anchors = await newestTasks(tx, [...byId.keys()]);
  const notices = readers.flatMap(({ personId, organizationId }): NewNotice[] => {
    const task = anchors.get(organizationId);
    const zone = byId.get(organizationId)?.zone;
    const found = news.get(organizationId);
    if (!task || !zone || !found) return [];
    return newsTo(personId, found, told).flatMap((row) =>
      noticesOf(row, { personId, organizationId, task, zone }, now),
    );
  });
  await nudgeCouriers(tx, await insertNotices(tx, notices, now), now);
}

/** Notices of a level: by mail, and by SMS at the highest level. */
function noticesOf(row: LevelRow, { personId, organizationId, task, zone }: Reader, now: Date): NewNotice[] {
  const morning = instantAt(dateIn(now, zone), "09:00", zone);
  const sendAt = now > morning ? now : morning;
  const mail: NewNotice = {
    taskId: task.id,
    caseId: task.caseId,
    organizationId,
    personId,
    step: stepOfLevel(row),
    channel: "email",
    shape: "call",
    part: "participant",
    urgency: "routine",
    whileStates: [],
    dueRevision: task.dueRevision,
    details: {
      because: "level",
      level: { hazard: row.hazard, ...(row.pack && { title: row.pack.title }), level: row.level, from: row.from },
      ...(row.because && { reason: row.because }),
    },
    sendAt,
    notAfter: instantAt(addDays(row.from, newsDays), "18:00", zone),
  };
  if (row.level !== "response") return [mail];
  return [mail, { ...mail, channel: "sms", urgency: "prompt", sendAt: nextAllowed(sendAt, zone) }];
}

/** The people to notify of a change of level, and the task by which they find it again. */
interface Reader {
  personId: string;
  organizationId: string;
  task: { id: string; caseId: string; dueRevision: number };
  zone: Zone;
}
