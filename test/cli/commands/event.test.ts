import { describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/time/zones.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const now = instantAt("2026-11-25", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => now);
const charity = await found(db, now, { type: "CHA" });
const society = await found(db, now, { type: "OTH", party: false, qualified: false });
const report = (event: string, org: string, ...more: string[]) =>
  duban("event", "tell", event, "--org", org, ...more, "--json");

describe("duban event", () => {
  it("lists every event with the duties that name it", async () => {
    const { data } = await duban("event", "list", "--json");
    const rows = data as { event: string; duties: string[] }[];
    expect(rows.find(({ event }) => event === "call-issued")?.duties).toEqual(
      expect.arrayContaining(["10", "33", "57", "63"]),
    );
  });

  it("starts each duty that names it and applies, once by the key, due by the statutory days", async () => {
    const sale = () =>
      report("major-event", charity.code, "--key", "sale", "--about", "出售房产", "--on", "2026-11-20");
    const first = await sale();
    const { cases } = first.data as { cases: { duty: string; caseId: string; created: boolean }[] };
    expect(cases).toMatchObject([{ duty: "S6", created: true }]);
    const again = await sale();
    expect((again.data as typeof first.data & { cases: unknown }).cases).toMatchObject([
      { created: false, caseId: cases[0]?.caseId },
    ]);
    const task = await db.task.findFirstOrThrow({ where: { caseId: cases[0]?.caseId ?? "" } });
    // Thirty days after the 20th is a Sunday, so D is the next workday.
    expect(task.dueAt).toEqual(instantAt("2026-12-21", "18:00", "Asia/Shanghai"));
    expect((await report("major-event", society.code, "--key", "sale")).data).toMatchObject({ cases: [] });
  });

  it.each([
    ["nonsense", ["--key", "a"], 2, "expected one of policy-issued"],
    ["major-event", [], 2, "--key"],
    ["major-event", ["--key", "a", "--on", "2026-02-30"], 2, "2026-02-30"],
    ["major-event", ["--key", "a", "--on", "2026-11-26"], 2, "a day until today, 2026-11-25"],
    ["donation-received", ["--key", "a"], 2, "running case"],
  ])("refuses %s %j, and writes nothing", async (event, more, code, words) => {
    const before = await db.case.count();
    const refused = await report(event, charity.code, ...more);
    expect([refused.code, refused.err]).toEqual([code, expect.stringContaining(words)]);
    expect(await db.case.count()).toBe(before);
  });
});
