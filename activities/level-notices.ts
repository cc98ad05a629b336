import { formatAct } from "../domain/escalation/rung-id.ts";
import { beginning, reaches } from "../domain/planning/levels.ts";
import { addDays } from "../domain/time/calendar.ts";
import { nextAllowed } from "../domain/time/hours.ts";
import { dateIn, instantAt } from "../domain/time/zones.ts";
import type { Tx } from "../prisma/client.ts";
import { placeOf } from "../records/cases/starts.ts";
import { type LevelRow, lockLevelNotices, newestTasks, readersOfLevel, toldOfLevel } from "../records/levels.ts";
import { insertNotices, type NewNotice } from "../records/messages/notices.ts";
import { nudgeCouriers } from "../records/nudges.ts";
import type { OrganizationRow } from "../records/roster/holders.ts";
import type { Settings } from "../records/settings.ts";

/** Days after which a change of level is no news any more. */
const news = 7;

/**
 * Tells those who hold a role in some organizations of a level that holds there since lately, each once: by mail along with what is
 * told that morning, and by SMS where it is the highest.
 */
export async function tellLevels(
  tx: Tx,
  organizations: readonly OrganizationRow[],
  { settings, levels }: { settings: Settings; levels: readonly LevelRow[] },
  now: Date,
): Promise<void> {
  const changed = organizations.filter((one) => changedOn(one, settings, now) !== null);
  if (changed.length === 0) return;
  const setIn = new Map(changed.map((one) => [one.id, settingOf(one, levels, changedOn(one, settings, now) ?? "")]));
  const byId = new Map(changed.map((one) => [one.id, one]));
  await lockLevelNotices(tx);
  const readers = await readersOfLevel(tx, [...byId.keys()], now);
  const told = await toldOfLevel(
    tx,
    readers.map(({ personId }) => personId),
  );
  const anchors = await newestTasks(tx, [...byId.keys()]);
  const notices = readers.flatMap(({ personId, organizationId }): NewNotice[] => {
    const row = setIn.get(organizationId);
    const task = anchors.get(organizationId);
    const zone = byId.get(organizationId)?.zone;
    if (!row || !task || !zone || told.has(`${personId}/${stepOf(row)}`)) return [];
    const morning = instantAt(dateIn(now, zone), "09:00", zone);
    const sendAt = now > morning ? now : morning;
    const mail: NewNotice = {
      taskId: task.id,
      caseId: task.caseId,
      organizationId,
      personId,
      step: stepOf(row),
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
      notAfter: instantAt(addDays(row.from, news), "18:00", zone),
    };
    if (row.level !== "response") return [mail];
    return [mail, { ...mail, channel: "sms", urgency: "prompt", sendAt: nextAllowed(sendAt, zone) }];
  });
  await nudgeCouriers(tx, await insertNotices(tx, notices, now), now);
}

const stepOf = ({ id }: LevelRow): string => formatAct(0, "level", id);

/** Since which day another level holds there; null: since long, or since before it was here. */
function changedOn(organization: OrganizationRow, settings: Settings, now: Date): string | null {
  const today = dateIn(now, organization.zone);
  const from = settings.levels(placeOf(organization)).findLast((step) => step.from <= today)?.from ?? beginning;
  const known = dateIn(organization.createdAt, organization.zone) < from;
  return known && addDays(from, news) > today && organization.pausedAt === null ? from : null;
}

/** The setting by which it holds: of those for its day the last of the level that holds. */
const settingOf = (organization: OrganizationRow, rows: readonly LevelRow[], from: string): LevelRow | undefined =>
  rows.findLast((one) => one.from === from && reaches(one, placeOf(organization)));
