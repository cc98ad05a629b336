import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, describe, expect, it } from "vitest";
import { rosterColumns } from "../../../domain/roster/roster.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { freshDatabase, rosterCounts } from "../../support/database.ts";
import { workbook } from "../../support/files/workbook.ts";
import { addressesOf, idAt, refused } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const now = instantAt("2026-11-02", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => now);
const folder = await mkdtemp(join(tmpdir(), "duban-org-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("duban org import", () => {
  it("imports the sample city, and again without any change", async () => {
    // Into a separate database, in which none of its people exist.
    const { db } = await freshDatabase();
    const { duban } = commandLine(db, () => now);
    const first = await duban("org", "import", "examples/organizations.csv", "--json");
    expect([first.code, first.err]).toEqual([0, ""]);
    const before = await rosterCounts(db);
    expect(first.data).toEqual({
      created: 60,
      updated: 0,
      people: before[1],
      ended: 0,
      changes: { organizations: [], renamed: [], readdressed: [], began: [], ended: [] },
      notified: { people: 0, tasks: 0 },
      preview: false,
      seconds: expect.any(Number),
    });
    const again = await duban("org", "import", "examples/organizations.csv", "--json");
    expect(again.data).toMatchObject({ created: 0, updated: 60, ended: 0 });
    expect(await rosterCounts(db)).toEqual(before);
  });

  it("ends roles that the sheet no longer lists, and stores a corrected number", async () => {
    const [header = "", row = ""] = (await readFile("examples/organizations.csv", "utf8")).split("\n");
    const file = join(folder, "mended.csv");
    const corrected = row.replace("GZ-HUB-001", "GZ-HUB-900").replaceAll("@example.org", ".900@example.org");
    await writeFile(file, `${header}\n${corrected}\n`);
    await duban("org", "import", file);
    const secretariat = "谢建华 <xie.jianhua.900@example.org>";
    const personId = (await idAt(db, "xie.jianhua.900@example.org")) ?? "";
    await refused(db, [personId], ["sms"]);
    await writeFile(
      file,
      `${header}\n${corrected.replace(`${secretariat} +1 202 555 0112`, `${secretariat} +1 203 555 0112`).replace(/郭思远 [^,]*/, "")}\n`,
    );
    expect((await duban("org", "import", file, "--json")).data).toMatchObject({ created: 0, updated: 1, ended: 1 });
    expect(await addressesOf(db, personId)).toMatchObject({
      phone: "+12035550112",
      phoneState: "ok",
    });
  });

  it("shows the changes by kind before it writes, and asks before it renames somebody", async () => {
    const [header = "", row = ""] = (await readFile("examples/organizations.csv", "utf8")).split("\n");
    const mine = row.replace("GZ-HUB-001", "GZ-HUB-901").replaceAll("@example.org", ".901@example.org");
    const file = join(folder, "preview.csv");
    await writeFile(file, `${header}\n${mine}\n`);
    await duban("org", "import", file);
    const before = await rosterCounts(db);
    const changed = mine
      .replace("谢建华 <xie.jianhua.901@example.org>", "谢建华 <xie.new.901@example.org>")
      .replace(/郭思远 [^,]*/, "郭新 <guo.new.901@example.org>")
      .replace(",越秀区,", ",海珠区,");
    await writeFile(file, `${header}\n${changed}\n`);
    const preview = await duban("org", "import", file, "--preview");
    expect(preview.code).toBe(0);
    expect(preview.out).toContain("Nothing was changed");
    expect(preview.out).toMatch(/Roles that end \(\d\)\n +GZ-HUB-901 +郭思远/);
    expect(preview.out).toMatch(/Roles that begin \(\d\)\n +GZ-HUB-901 +郭新/);
    expect(preview.out).toContain("xie.jianhua.901@example.org → xie.new.901@example.org");
    expect(await rosterCounts(db)).toEqual(before);
    const done = await duban("org", "import", file);
    expect(done.out).toContain("xie.jianhua.901@example.org → xie.new.901@example.org");
    await writeFile(file, `${header}\n${changed.replace("谢建华 <xie.new", "谢华 <xie.new")}\n`);
    const refused = await duban("org", "import", file);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('would be called "谢华"')]);
    expect(refused.err).toContain("--rename");
    const renamed = await duban("org", "import", file, "--rename");
    expect([renamed.code, renamed.out]).toEqual([0, expect.stringContaining("谢建华 → 谢华")]);
  });

  it("reports row, column, value and what was expected, and changes nothing", async () => {
    const before = await rosterCounts(db);
    const text = await readFile("examples/organizations.csv", "utf8");
    const file = join(folder, "wrong.csv");
    await writeFile(
      file,
      text
        .replaceAll("GZ-", "NEW-")
        .replace(",CHA,", ",CHE,")
        .replace(/(\n[^\n]*)yes,no,zh-CN/, "$1maybe,no,zh-CN"),
    );
    const result = await duban("org", "import", file);
    expect(result.code).toBe(2);
    expect(result.err).toMatch(/row \d+, column types: "CHE"; expected one of HUB/);
    expect(result.err).toContain('row 2, column party: "maybe"; expected yes or no');
    const { error } = JSON.parse((await duban("org", "import", file, "--json")).err);
    expect(error).toMatchObject({
      code: "BAD_INPUT",
      reason: "cells-unusable",
      values: { bad: 2 },
      problems: [
        { reason: "yes-or-no", values: { row: 2, place: "party", value: "maybe" } },
        { reason: "one-of", values: { place: "types", value: "CHE" } },
      ],
    });
    expect(await rosterCounts(db)).toEqual(before);
  });

  it("reports a file that is missing or not a sheet", async () => {
    const missing = await duban("org", "import", join(folder, "none.csv"));
    expect([missing.code, missing.err]).toEqual([
      2,
      expect.stringContaining('none.csv" cannot be read (ENOENT); expected a CSV'),
    ]);
    const file = join(folder, "broken.csv");
    await writeFile(file, 'code,name\n"open,x\n');
    const broken = await duban("org", "import", file);
    expect([broken.code, broken.err]).toEqual([2, expect.stringContaining("expected a CSV, cells with commas")]);
  });

  it("reports the same invalid cells in each format", async () => {
    const given: Readonly<Record<string, string>> = {
      code: "GZ-F-1",
      name: "木棉社",
      type: "CHE",
      registration: "foundation",
      party: "maybe",
      qualified: "yes",
      secretariat: "李 <li.f@example.org>",
    };
    const rows = [[...rosterColumns], rosterColumns.map((column) => given[column] ?? "")];
    const csv = rows.map((cells) => cells.join(",")).join("\n");
    const errors: string[] = [];
    for (const bytes of [Buffer.from(csv), iconv.encode(csv, "gbk"), await workbook(rows)]) {
      const file = join(folder, "any");
      await writeFile(file, bytes);
      const { code, err } = await duban("org", "import", file);
      expect(code).toBe(2);
      errors.push(err);
    }
    expect(errors[0]).toMatch(/\d+ of \d+ cells cannot be used; nothing was taken/);
    expect(errors[0]).toContain('row 2, column party: "maybe"; expected yes or no');
    expect(new Set(errors).size).toBe(1);
  });
});
