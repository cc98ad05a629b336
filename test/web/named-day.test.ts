import { beforeAll, describe, expect, it } from "vitest";
import { instantAt } from "../../domain/time/zones.ts";
import { standIn } from "../cli/stand-in.ts";
import { commandLine } from "../cli/typed.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk } from "./portal.ts";

/** The report to the registrar of 2026 (S2), which the law requires by 31 May, a Sunday. */
const zone = "Asia/Shanghai";
let desk: Desk;
let organization: Organization;
let duban: ReturnType<typeof commandLine>["duban"];
let task: { id: string; caseId: string };

const until = (day: string, time: string): void =>
  desk.pass((instantAt(day, time, zone).getTime() - desk.now().getTime()) / 3_600_000);

beforeAll(async () => {
  desk = await openDesk();
  until("2026-04-02", "10:00");
  organization = await desk.organization({ type: "SVC", registration: "service", language: "zh-CN" });
  ({ duban } = commandLine(desk.db, desk.now));
  await standIn(desk.db).plan(organization.shard, desk.now());
  task = await desk.db.task.findFirstOrThrow({ where: { organizationId: organization.id, duty: "S2" } });
  // All other tasks are removed, so that the lists show this one only.
  await desk.db.task.updateMany({
    where: { organizationId: organization.id, id: { not: task.id } },
    data: { state: "cancelled", settledAt: desk.now(), nextAt: null },
  });
});

/** The day that each page and then each command shows. */
async function shownDays(): Promise<{ pages: string[]; lines: string[] }> {
  const link = `/t/${await desk.code(organization.person("secretariat"), task.id)}`;
  const cookie = await desk.session(organization.person("supervisory-board"));
  await desk.db.task.update({ where: { id: task.id }, data: { poison: "x" } });
  const pages = [
    await desk.get(link),
    await desk.get(`${link}/all`),
    await desk.get(`/board/case/${task.caseId}`, { cookie }),
    // A page of the board's lists.
    await desk.get("/board?view=aside", { cookie: await desk.session(null) }),
  ];
  await desk.db.task.update({ where: { id: task.id }, data: { poison: null } });
  const org = organization.code;
  const typed = await Promise.all([
    duban("task", "show", task.id),
    duban("task", "list", "--org", org, "--duty", "S2"),
    duban("case", "show", task.caseId),
    duban("case", "list", "--org", org, "--duty", "S2"),
  ]);
  expect([...pages.map(({ status }) => status), ...typed.map(({ code }) => code)]).toEqual([
    ...[200, 200, 200, 200],
    ...[0, 0, 0, 0],
  ]);
  return { pages: pages.map(({ text }) => text), lines: typed.map(({ out }) => out) };
}

describe("a task that a statute requires by 31 May 2026", () => {
  it("is requested by Friday 29 May, 18:00, on every page and line that shows its day", async () => {
    until("2026-05-28", "10:00");
    const { pages, lines } = await shownDays();
    for (const page of pages) {
      expect(page).toMatch(/5月29日(（周五）)?18:00/);
      expect(page).not.toContain("6月1日");
    }
    for (const line of lines) {
      expect(line).toContain("2026-05-29 18:00");
      expect(line).not.toContain("2026-06-01 ");
    }
  });

  it("is nowhere late before the end of Monday 1 June, and everywhere late on Tuesday", async () => {
    until("2026-05-29", "18:00");
    for (const [day, time] of [
      ["2026-05-29", "18:00"],
      ["2026-06-01", "23:59"],
    ] as const) {
      until(day, time);
      const { pages, lines } = await shownDays();
      for (const page of pages) {
        expect(page).toMatch(/6月1日(（周一）)?24:00/);
        expect(page).not.toMatch(/已逾期\d/);
      }
      for (const line of lines) {
        expect(line).toContain("2026-06-01 24:00");
        expect(line).not.toMatch(/hours? late|\blate$/m);
      }
    }
    until("2026-06-02", "10:00");
    const { pages, lines } = await shownDays();
    for (const page of pages) expect(page).toMatch(/已逾期/);
    for (const line of lines) expect(line).toMatch(/late/);
  });
});
