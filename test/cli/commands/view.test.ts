import { expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { savedViewsOf } from "../../../records/saved-views.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
let now = new Date("2026-11-23T02:00:00Z");
const { duban } = commandLine(db, () => now);
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };

it("an administrator saves a filter under a name, lists its current results, and deletes it", async () => {
  const organization = await found(db, now, { language: "zh-CN" });
  const start = (subject: string, severity: string) =>
    startCase(context, {
      ...{ duty: "29", organizationId: organization.id, subject, facts: { severity }, actor: "administrator" as const },
    });
  await start("消防通道堵塞", "major");
  await start("宣传栏过期", "minor");
  now = new Date(now.getTime() + 40 * 86_400_000);
  const saved = await duban("--lang", "zh", "view", "save", "重大逾期", "--table", "late", "--severity", "major");
  expect(saved.code, saved.err).toBe(0);
  expect(saved.out).toContain("视图“重大逾期”已保存：已逾期，严重程度：较重。");
  expect(await savedViewsOf(db, null)).toMatchObject([
    { name: "重大逾期", query: "severity=major&view=late", weekly: false },
  ]);
  const shown = await duban("--lang", "zh", "view", "show", "重大逾期");
  expect(shown.out).toContain("消防通道堵塞");
  expect(shown.out).not.toContain("宣传栏过期");
  expect(shown.out).toContain("已逾期 1");
  const { data } = await duban("--json", "view", "show", "重大逾期");
  expect(data).toMatchObject({ counts: { late: 1 }, rows: [{ about: "消防通道堵塞", severity: "major" }] });
  // The filter is kept from the board's address as the page keeps it; the same name again replaces it.
  await duban("view", "save", "重大逾期", "--address", "http://127.0.0.1:8080/board?duty=29&page=3&x=1");
  expect((await duban("--lang", "zh", "view", "list")).out).toMatch(/重大逾期\s+事项：29/);
  const removed = await duban("view", "remove", "重大逾期");
  expect(removed.code).toBe(0);
  expect(await savedViewsOf(db, null)).toEqual([]);
});

it("a supervisor's view is mailed on Mondays until that is switched off; those of administrators are never mailed", async () => {
  const organization = await found(db, now, { language: "zh-CN" });
  const board = organization.email("supervisory-board");
  await duban("view", "save", "逾期", "--table", "late", "--mail", "--as", board);
  const weekly = async () =>
    (await savedViewsOf(db, organization.person("supervisory-board"))).map((one) => one.weekly);
  expect(await weekly()).toEqual([true]);
  expect((await duban("--lang", "zh", "view", "mail", "逾期", "off", "--as", board)).out).toContain("不再每周发送");
  expect(await weekly()).toEqual([false]);
  expect((await duban("--json", "view", "mail", "逾期", "on", "--as", board)).data).toMatchObject({ changed: true });
  const refused = await duban("--lang", "zh", "view", "save", "全城", "--table", "late", "--mail");
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("管理员的视图不发送邮件")]);
  // Filters that the page does not keep, either.
  expect((await duban("view", "save", "空")).code).toBe(2);
  expect((await duban("view", "save", "x", "--table", "none")).code).toBe(2);
  expect((await duban("view", "save", "x", "--table", "late", "--address", "view=late")).code).toBe(2);
  // Views of others are not shown.
  expect((await duban("--lang", "zh", "view", "show", "逾期")).code).toBe(3);
});
