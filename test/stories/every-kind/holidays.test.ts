import { beforeAll, describe, expect } from "vitest";
import { importHolidays } from "../../../client/registry/holidays.ts";
import type { Announcement } from "../../../domain/time/holidays.ts";
import { calendarOf } from "../../../records/calendar-days.ts";
import { chapters } from "../../support/chapters.ts";
import type { Organization } from "../../support/organization.ts";
import { startWorld, type World } from "../../support/world.ts";

let city: World;
let organization: Organization;

beforeAll(async () => {
  city = await startWorld();
});

/** Announces every year before the story's own, without holidays. */
async function announceYearsBefore(): Promise<void> {
  for (let year = Number(city.calendar.until.slice(0, 4)) + 1; year < 2031; year++) await take({ year, days: [] });
}
const take = (announcement: Announcement, apply = true) =>
  importHolidays(city.context, { announcement, apply, actor: "administrator" });

/** The last workdays of March are off, and the Saturday before them is worked. */
const march: Announcement = {
  year: 2031,
  days: [
    { date: "2031-03-28", worked: false },
    { date: "2031-03-31", worked: false },
    { date: "2031-03-22", worked: true },
  ],
};
const dueOf66 = async () =>
  city.db.task.findFirstOrThrow({ where: { organizationId: organization.id, duty: "66", settledAt: null } });

describe("when holidays are announced", () => {
  const chapter = chapters();
  chapter("due days of a year without announced holidays are shown as provisional", async () => {
    organization = await city.organization();
    await city.plan();
    await city.settled();
    await announceYearsBefore();
    const { dueAt, caseId } = await dueOf66();
    expect(dueAt.toISOString()).toBe("2031-03-31T10:00:00.000Z");
    expect((await city.db.case.findUnique({ where: { id: caseId } }))?.provisional).toBe(true);
  });

  chapter("a preview shows each day that moves, with the reason, and changes nothing", async () => {
    const shown = await take(march, false);
    expect(shown.days).toEqual([
      { date: "2031-03-22", worked: true },
      { date: "2031-03-28", worked: false },
      { date: "2031-03-31", worked: false },
    ]);
    const { id } = await dueOf66();
    const moved = shown.moved.find(({ taskId }) => taskId === id);
    expect(moved).toMatchObject({
      duty: "66",
      to: new Date("2031-03-27T10:00:00Z"),
      because: ["2031-03-28", "2031-03-31"],
    });
    expect(shown.people).toBeGreaterThan(0);
    expect((await dueOf66()).dueAt.toISOString()).toBe("2031-03-31T10:00:00.000Z");
    expect((await calendarOf(city.db)).announced("2031-06-03")).toBe(false);
  });

  chapter("the import moves the days, and notifies each person once", async () => {
    city.newMessages();
    const done = await take(march);
    await city.settled();
    expect((await dueOf66()).dueAt.toISOString()).toBe("2031-03-27T10:00:00.000Z");
    expect((await calendarOf(city.db)).announced("2031-06-03")).toBe(true);
    expect(await city.db.case.count({ where: { provisional: true, key: "2031-03" } })).toBe(0);
    await city.until("2031-03-04 09:30");
    const mails = city.newMessages(organization).filter(({ text }) => text.includes("Holidays of 2031"));
    expect(mails.map(({ to }) => to).sort()).toEqual([...new Set(mails.map(({ to }) => to))].sort());
    expect(mails).toHaveLength(done.people);
  });

  chapter("a second import changes nothing, and nobody is notified", async () => {
    city.newMessages();
    expect(await take(march)).toMatchObject({ days: [], moved: [], people: 0, applied: true });
    await city.settled();
    expect(city.newMessages(organization).filter(({ text }) => text.includes("Holidays of 2031"))).toEqual([]);
  });

  chapter("a year cannot be imported before the previous one", async () => {
    await expect(take({ year: 2033, days: [] })).rejects.toMatchObject({ code: "REFUSED" });
  });
});
