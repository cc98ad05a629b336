import { describe, expect, it } from "vitest";
import { applies, type Profile } from "../../../domain/catalogue/applies.ts";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => now);
const organization = await found(db, now, {});
const profile: Profile = { type: "CHA", party: true, qualified: true, registration: "foundation", marks: [] };
const start = (...more: string[]) => duban("case", "start", "--org", organization.code, ...more, "--json");
const cases = () => db.case.count();

describe("duban case start", () => {
  it("starts any duty of an organization for an event, with a due task, except those of a campaign or a major matter; refuses a duty that does not apply", async () => {
    for (const duty of allDuties.filter(({ kind }) => !["DD", "FG", "MM"].includes(kind))) {
      const { code, data } = await start("--duty", duty.number, "--about", "有事发生", "--key", "E-0");
      if (!applies(duty, profile)) {
        expect([duty.number, code]).toEqual([duty.number, 4]);
        continue;
      }
      expect({ code, data }).toMatchObject({
        code: 0,
        data: { created: true, duty: duty.number, task: expect.any(String) },
      });
    }
  });

  it("starts one case under one key", async () => {
    expect((await start("--duty", "20", "--key", "E-1")).data).toMatchObject({ created: true });
    const before = await cases();
    expect((await start("--duty", "20", "--key", "E-1")).data).toMatchObject({ created: false });
    expect(await cases()).toBe(before);
  });

  it("starts a hazard that must be acknowledged within the hour", async () => {
    const { data } = await start("--duty", "20", "--about", "二楼漏电");
    expect(new Date((data as { dueAt: string }).dueAt).getTime() - now.getTime()).toBe(3_600_000);
  });

  it.each([
    [["--duty", "999"], 3, "999"],
    [["--duty", "40a"], 2, "duban campaign start"],
    [["--duty", "37"], 2, "duban campaign plan"],
    [["--duty", "23"], 2, "duban matter plan"],
    [["--duty", "20", "--due", "2031-02-30"], 2, "2031-02-30"],
    [["--duty", "20", "--due", "2031-03-01"], 2, "expected a time to come"],
    [[], 2, "--duty"],
  ])("refuses %j with exit code %i, and writes nothing", async (more, code, words) => {
    const before = await cases();
    const refused = await start(...more);
    expect(refused.code).toBe(code);
    expect(refused.err).toContain(words);
    expect(await cases()).toBe(before);
  });
});
