import { describe, expect, it } from "vitest";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase({ calm: true });
const { duban } = commandLine(db, () => new Date("2031-03-04T01:00:00Z"));
const { code } = await found(db, new Date("2031-03-03T01:00:00Z"), {});

describe("duban simulate", () => {
  it("prints the quarter of an organization of a type, person by person, without a database", async () => {
    const given = ["simulate", "--type", "SVC", "--from", "2026-01-01", "--to", "2026-03-31"];
    const { data, code: exit } = await duban(...given, "--json");
    expect(exit).toBe(0);
    expect(data).toMatchObject({ organizations: 1, totals: { sms: 0 }, nobody: [] });
    expect((await duban(...given)).out).toMatch(/secretariat +2026-01 /);
    expect((await duban(...given, "--lang", "zh-CN")).out).toContain("督办各层级均有人接收");
  });

  it("simulates a stored organization, and changes nothing", async () => {
    const before = await db.event.count();
    const silent = await duban("simulate", "--org", code, "--level", "response", "--answers", "never", "--json");
    const late = await duban("simulate", "--all", "--answers", "late:3d", "--to", "2031-06-30", "--json");
    const totals = ({ data }: typeof silent) => (data as { totals: { acts: number; mails: number } }).totals;
    expect(totals(silent)).toMatchObject({ acts: 0 });
    expect(totals(silent).mails).toBeGreaterThan(100);
    expect(totals(late).acts).toBeGreaterThan(0);
    expect(await db.event.count()).toBe(before);
    expect(await db.case.count()).toBe(0);
  });

  it("rejects invalid options, and says what was expected", async () => {
    expect((await duban("simulate")).err).toContain("expected one of --org, --type, --all, --table");
    expect((await duban("simulate", "--type", "XYZ")).err).toContain("one of HUB");
    expect((await duban("simulate", "--type", "SVC", "--answers", "late")).err).toContain("late:3d");
    expect((await duban("simulate", "--type", "SVC", "--from", "2026-13-01")).err).toContain("a day that exists");
    expect((await duban("simulate", "--org", "none")).code).toBe(3);
  });
});
