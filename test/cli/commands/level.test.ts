import { describe, expect, it } from "vitest";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase({ calm: true });
const now = new Date("2031-03-04T01:00:00Z");
const { duban } = commandLine(db, () => now);
await found(db, new Date("2031-03-03T01:00:00Z"), {});

describe("duban level", () => {
  const set = ["level", "set", "response", "--hazard", "respiratory"];

  it("says that every hazard is at normal where nothing is set", async () => {
    expect((await duban("level", "show")).out).toContain("every hazard is at normal");
  });

  it("previews without setting anything, and sets with a reason alone", async () => {
    const preview = await duban(...set, "--preview", "--json");
    expect(preview.data).toMatchObject({ organizations: 1, reached: 1, changed: false });
    expect(await db.hazardLevel.count()).toBe(0);
    expect((await duban(...set)).err).toContain("expected why the level is set");
    expect((await duban(...set, "--because", "an outbreak", "--json")).data).toMatchObject({ changed: true });
    expect((await duban(...set, "--because", "again", "--json")).data).toMatchObject({ changed: false });
  });

  it("shows what stands since when and why, and everything that was ever set", async () => {
    expect((await duban("level", "show")).out).toMatch(/respiratory epidemic.*response.*2031-03-04.*an outbreak/);
    await duban("level", "set", "normal", "--hazard", "respiratory", "--from", "2031-04-01", "--because", "it is over");
    expect((await duban("level", "history", "--json")).data).toHaveLength(2);
  });

  it.each([
    [["--hazard", "plague"], /expected one of respiratory, flood, fire, food/],
    [["--hazard", "fire", "--district", "nowhere"], /district/],
    [["--hazard", "fire", "--from", "2031-03-01"], /from/],
  ])("refuses %j", async (more, words) => {
    const answer = await duban("level", "set", "watch", ...more, "--because", "why");
    expect([answer.code, answer.err]).toEqual([2, expect.stringMatching(words)]);
  });
});
