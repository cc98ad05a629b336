import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase({ calm: true });
const now = new Date("2031-03-04T01:00:00Z");
const { duban } = commandLine(db, () => now);
await found(db, new Date("2031-03-03T01:00:00Z"), {});

describe("duban level", () => {
  const set = ["level", "set", "response", "--hazard", "respiratory"];
  beforeEach(() => db.hazardLevel.deleteMany());

  it("says that every hazard is at normal if no level is set", async () => {
    expect((await duban("level", "show")).out).toContain("every hazard is at normal");
  });

  it("previews without setting anything, and sets only with a reason", async () => {
    const preview = await duban(...set, "--preview", "--json");
    expect(preview.data).toMatchObject({ organizations: 1, reached: 1, changed: false });
    expect(await db.hazardLevel.count()).toBe(0);
    expect((await duban(...set)).err).toContain("expected why the level is set");
    expect((await duban(...set, "--because", "an outbreak", "--json")).data).toMatchObject({ changed: true });
    expect((await duban(...set, "--because", "again", "--json")).data).toMatchObject({ changed: false });
  });

  it("shows the current levels with day and reason, and all earlier ones", async () => {
    await duban(...set, "--because", "an outbreak");
    expect((await duban("level", "show")).out).toMatch(/respiratory epidemic.*response.*2031-03-04.*an outbreak/);
    await duban("level", "set", "normal", "--hazard", "respiratory", "--from", "2031-04-01", "--because", "it is over");
    expect((await duban("level", "history", "--json")).data).toHaveLength(2);
  });

  it("undoes a level by setting the previous one again", async () => {
    await duban("level", "set", "watch", "--hazard", "fire", "--because", "a dry spell");
    const { data } = await duban("level", "history", "--hazard", "fire", "--json");
    const [{ id }] = data as [{ id: string }];
    const preview = await duban("level", "undo", id, "--preview", "--json");
    expect(preview.data).toMatchObject({ hazard: "fire", level: "normal", from: "2031-03-04", changed: false });
    const undone = await duban("level", "undo", id, "--because", "it rains", "--json");
    expect(undone.data).toMatchObject({ level: "normal", changed: true });
    expect((await duban("level", "undo", "nothing", "--because", "why")).err).toContain("No level was set as nothing");
  });

  it("accepts another hazard from a file, and reports its errors with place, value and what was expected", async () => {
    const folder = await mkdtemp(join(tmpdir(), "duban-"));
    const file = join(folder, "chemical.json");
    const { data } = await duban("level", "pack", "flood", "--json");
    const pack = { ...(data as object), name: "chemical", title: { zh: "危险化学品泄漏", en: "chemical spill" } };
    await writeFile(file, JSON.stringify(pack));
    const own = ["level", "set", "watch", "--hazard-file", file, "--because", "a tanker overturned"];
    expect((await duban(...own, "--json")).data).toMatchObject({ hazard: "chemical", changed: true });
    expect((await duban(...own, "--json")).data).toMatchObject({ changed: false });
    expect((await duban("level", "show")).out).toMatch(/chemical spill.*watch.*a tanker overturned/);
    // From then on its name is enough.
    const over = ["level", "set", "normal", "--hazard", "chemical", "--because", "cleaned up", "--json"];
    expect((await duban(...over)).data).toMatchObject({ title: pack.title, changed: true });
    await writeFile(
      file,
      JSON.stringify({ ...pack, stock: [{ id: "boats", label: { zh: "船", en: "Boats" }, minimum: -1 }] }),
    );
    const wrong = await duban(...own);
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringMatching(/stock\.0\.minimum: "-1"; expected a whole number/),
    ]);
    expect((await duban("level", "pack", "chemical")).out).toContain("Sandbags ≥ 50");
    await rm(folder, { recursive: true });
  });

  it.each(["2031-02-31", "2031-03-01", "", "２０３１-０４-０１", "2031/4/1", "20310-04-01", "9999-12-31"])(
    "names the day %j from which no level can hold, and the missing reason beside it",
    async (day) => {
      const { code, err } = await duban("level", "set", "watch", "--hazard", "fire", "--from", day);
      expect(code).toBe(2);
      expect(err).toContain(`from: "${day}"; expected a day from 2031-03-`);
      expect(err).toContain("because: it is missing");
      const preview = await duban("level", "set", "watch", "--hazard", "fire", "--from", day, "--preview");
      expect([preview.code, preview.err]).toEqual([2, expect.stringContaining(`from: "${day}"; expected a day`)]);
    },
  );

  it.each([
    [["--hazard", "plague"], /expected one of respiratory, flood, fire, food/],
    [["--hazard", "fire", "--district", "nowhere"], /district/],
    [["--hazard", "fire", "--from", "2031-03-01"], /from/],
  ])("refuses %j", async (more, words) => {
    const answer = await duban("level", "set", "watch", ...more, "--because", "why");
    expect([answer.code, answer.err]).toEqual([2, expect.stringMatching(words)]);
  });
});
