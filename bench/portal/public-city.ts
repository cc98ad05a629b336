import { startCase } from "../../client/cases/cases.ts";
import type { ActContext } from "../../client/context.ts";
import { startCampaign } from "../../client/kinds/campaign.ts";
import { recordDonations } from "../../client/kinds/donation.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Db } from "../../prisma/client.ts";
import { openDisclosure, publish } from "../../records/donations/disclosures.ts";
import { newId } from "../../records/rows.ts";

const zone = "Asia/Shanghai";
const charities = 100;
const entries = 40;

export const contextOf = (db: Db): ActContext => ({
  db,
  now: () => new Date(),
  calendar: chinaCalendar(),
  // The worker gets the nudge as from any other process.
  flush: async () => undefined,
});

/** Writes charities with a campaign, entries and a disclosure each. Their tasks are settled, so that only the herd and the acts are at work. */
export async function writeCampaigns(db: Db): Promise<void> {
  const context = contextOf(db);
  const today = dateIn(new Date(), zone);
  const found = await db.organization.findMany({
    where: { type: "CHA", qualified: true },
    orderBy: { code: "asc" },
    take: charities,
  });
  for (const { id: organizationId } of found) {
    const { caseId } = await startCampaign(context, {
      organizationId,
      title: "冬日暖阳助学行动",
      emergency: true,
      startsOn: addDays(today, -2),
      actor: "administrator",
    });
    const rows = Array.from({ length: entries }, (_, n) => ({
      on: addDays(today, -1),
      ...(n % 4 === 0
        ? { direction: "used", amount: "300.50", purpose: "首批书包" }
        : { direction: "received", amount: `${1_000 + n}`, donor: "陈先生" }),
      key: String(n),
    }));
    await recordDonations(context, { caseId, rows, actor: "administrator" });
    const taskId = newId();
    await openDisclosure(db, {
      caseId,
      organizationId,
      taskId,
      period: today,
      dueAt: new Date(Date.now() + 86_400_000),
    });
    await db.$transaction((tx) => publish(tx, { taskId, at: new Date(), statement: "" }));
  }
  await db.$executeRaw`update task set state = 'cancelled', next_at = null`;
  await db.nudge.deleteMany();
}

/** Returns paths in proportion to their use: mostly pages of organizations, then the list, disclosures and entries. */
export async function publicPages(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ code: string; id: string }[]>`
    select o.code, d.id from disclosure d join organization o on o.id = d.organization_id order by o.code`;
  return rows.flatMap(({ code, id }, n) => [
    `/org/${code}`,
    `/org/${code}`,
    `/org/${code}`,
    `/org/${code}/disclosure/${id}`,
    `/org/${code}/donations.csv`,
    n % 2 === 0 ? "/org" : `/org?after=${code}`,
  ]);
}

export interface ToDo {
  taskId: string;
  organizationId: string;
  personId: string;
}

/** Writes rectifications that their secretariats will acknowledge and submit. */
export async function writeFindings(db: Db, many: number): Promise<ToDo[]> {
  const context = contextOf(db);
  const found = await db.$queryRaw<{ id: string; personId: string }[]>`
    select o.id, min(h.person_id) as "personId" from organization o join holding h on h.organization_id = o.id
    where h.role = 'secretariat' group by o.id order by o.id limit ${many}`;
  const all: ToDo[] = [];
  for (const [n, { id: organizationId, personId }] of found.entries()) {
    const { caseId } = await startCase(context, {
      duty: "29",
      organizationId,
      subject: `消防通道堵塞${n}`,
      facts: { severity: "major" },
      actor: "administrator",
    });
    const { id } = await db.task.findFirstOrThrow({ where: { caseId }, select: { id: true } });
    all.push({ taskId: id, organizationId, personId });
  }
  return all;
}
