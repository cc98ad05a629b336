import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { rosterColumns } from "../../../domain/roster/roster.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { eventsOf } from "../../../records/cases/events.ts";
import { tasksOfCase } from "../../../records/tasks/tasks.ts";
import { freshDatabase } from "../../support/database.ts";
import { workbook } from "../../support/files/workbook.ts";
import { addressesOf, found, idAt, refused } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2026-11-02", "10:00", zone);
const { duban, closed } = commandLine(db, () => now);
const folder = await mkdtemp(join(tmpdir(), "duban-org-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const secretary = "李秘书 <li@example.org> +86 138 0013 8000";
const adding = (code: string, ...more: string[]): string[] => [
  ...["org", "add", "--code", code, "--name", "珠江慈善会", "--type", "CHA", "--registration", "foundation"],
  ...["--secretariat", secretary, ...more],
];
const countOf = async (of = db): Promise<[number, number, number]> => [
  await of.organization.count(),
  await of.person.count(),
  await of.holding.count(),
];
const wakes = async (): Promise<string[]> => {
  const rows = await db.nudge.findMany({ select: { workflowId: true } });
  await db.nudge.deleteMany();
  return [...new Set(rows.map((row) => row.workflowId))].sort();
};
const open = async (organizationId: string, duty: string): Promise<{ caseId: string; round: string }> => {
  const { caseId } = await startCase(
    { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined },
    { duty, organizationId, subject: "", actor: "administrator", dueAt: instantAt("2026-11-20", "18:00", zone) },
  );
  const [task] = await tasksOfCase(db, caseId);
  return { caseId, round: task?.round ?? "" };
};

describe("duban org add", () => {
  it("adds an organization with its people, and has its plan made", async () => {
    await wakes();
    const board = "甲 <a@example.org>; 乙 +86 139 0013 9000";
    const { code, data } = await duban(
      ...adding("GZ-ADD-1", "--party", "--district", "越秀区", "--supervisory-board", board, "--json"),
    );
    expect(code).toBe(0);
    expect(data).toEqual({ id: expect.any(String), code: "GZ-ADD-1", created: true });
    const shown = (await duban("org", "show", "GZ-ADD-1", "--json")).data as {
      people: { role: string; name: string; phone: string | null }[];
      duties: { number: string; cadence: string | null; open: number }[];
    };
    expect(shown).toMatchObject({ code: "GZ-ADD-1", type: "CHA", party: true, qualified: false, district: "越秀区" });
    expect(shown.people.map(({ role, name }) => [role, name])).toEqual([
      ["secretariat", "李秘书"],
      ["supervisory-board", "甲"],
      ["supervisory-board", "乙"],
    ]);
    expect(shown.duties).toContainEqual(expect.objectContaining({ number: "7", cadence: "monthly", open: 0, late: 0 }));
    // Of hub organizations only.
    expect(shown.duties.map(({ number }) => number)).not.toContain("33");
    expect(await wakes()).toEqual(["planner-0"]);
    expect(closed.open).toBe(0);
  });

  it("adds once what is added twice, and refuses a code that is another's", async () => {
    await duban(...adding("GZ-ADD-2"));
    const before = await countOf();
    expect((await duban(...adding("GZ-ADD-2", "--json"))).data).toMatchObject({ created: false });
    const other = await duban(...adding("GZ-ADD-2", "--qualified"));
    expect([other.code, other.err]).toEqual([4, expect.stringContaining("with another qualified")]);
    const people = await duban(...adding("GZ-ADD-2", "--head", "新人 <new@example.org>"));
    expect([people.code, people.err]).toEqual([4, expect.stringContaining("with another head")]);
    expect(await countOf()).toEqual(before);
  });

  it("names each value that cannot be used, and writes nothing", async () => {
    const before = await countOf();
    const wrong = await duban(...adding("gz 1", "--zone", "Mars/Base", "--head", "谁"));
    expect(wrong.code).toBe(2);
    for (const words of ['code: "gz 1"; expected', 'zone: "Mars/Base"; expected an IANA zone', 'head: "谁"; expected'])
      expect(wrong.err).toContain(words);
    expect((await duban("org", "add", "--code", "GZ-ADD-3")).code).toBe(2);
    const unknown = await duban(
      "org",
      "add",
      "--code",
      "GZ-ADD-3",
      "--name",
      "x",
      "--type",
      "XYZ",
      "--registration",
      "service",
    );
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('type: "XYZ"; expected one of HUB')]);
    const nobody = await duban(
      "org",
      "add",
      "--code",
      "GZ-ADD-3",
      "--name",
      "x",
      "--type",
      "OTH",
      "--registration",
      "service",
    );
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining("at least one person")]);
    expect(await countOf()).toEqual(before);
  });
});

describe("duban org set", () => {
  it("has an organization begin gently or at once from now on, once", async () => {
    const { code, id } = await found(db, now, { code: "GZ-START-1" });
    const started = async () => (await db.organization.findUniqueOrThrow({ where: { id } })).atOnce;
    const set = async (value: string) => (await duban("org", "set", code, "--at-once", value, "--json")).data;
    await set("yes");
    expect(await set("no")).toMatchObject({ changes: [{ field: "at_once", from: "yes", to: "no" }] });
    expect(await set("no")).toMatchObject({ changes: [] });
    expect(await started()).toBe(false);
    expect(await set("yes")).toMatchObject({ changes: [{ field: "at_once", from: "no", to: "yes" }] });
    expect(await started()).toBe(true);
    expect((await duban("org", "set", code, "--at-once", "maybe")).code).toBe(2);
  });

  it("says otherwise what an organization is, names what it was, and leaves its people", async () => {
    await duban(...adding("GZ-SET-1"));
    const before = await countOf();
    const set = await duban("org", "set", "GZ-SET-1", "--types", "HUB|VOL", "--charity", "yes", "--json");
    expect([set.code, set.data]).toEqual([
      0,
      {
        organization: "GZ-SET-1",
        changes: [
          { code: "GZ-SET-1", field: "type", from: "CHA", to: "HUB" },
          { code: "GZ-SET-1", field: "types", from: "CHA", to: "HUB|VOL" },
          { code: "GZ-SET-1", field: "charity", from: "", to: "true" },
        ],
      },
    ]);
    expect(await countOf()).toEqual(before);
    const shown = (await duban("org", "show", "GZ-SET-1", "--json")).data as { duties: { number: string }[] };
    for (const number of ["33", "41", "40a"]) expect(shown.duties.map((one) => one.number)).toContain(number);
    expect((await duban("org", "set", "GZ-SET-1", "--types", "HUB|VOL", "--json")).data).toMatchObject({ changes: [] });
    expect((await duban("org", "show", "GZ-SET-1")).out).toContain("hub organization, volunteer organization");
  });

  it("refuses what cannot be, and changes nothing", async () => {
    const society = await found(db, now, { type: "OTH" });
    const refused = await duban("org", "set", society.code, "--supervised", "no");
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("no supervising authority")]);
    const bad = await duban("org", "set", society.code, "--types", "XYZ");
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('types: "XYZ"; expected one of HUB')]);
    expect((await duban("org", "show", society.code, "--json")).data).toMatchObject({ supervised: true, type: "OTH" });
  });
});

describe("duban org import", () => {
  it("takes in the sample city, and again without changing anything", async () => {
    // Into a database of its own, where nobody of it is known.
    const { db } = await freshDatabase();
    const { duban } = commandLine(db, () => now);
    const first = await duban("org", "import", "examples/organizations.csv", "--json");
    expect([first.code, first.err]).toEqual([0, ""]);
    const before = await countOf(db);
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
    expect(await countOf(db)).toEqual(before);
  });

  it("ends what the sheet no longer says, and takes over a mended number", async () => {
    const [header = "", row = ""] = (await readFile("examples/organizations.csv", "utf8")).split("\n");
    const file = join(folder, "mended.csv");
    const mended = row.replace("GZ-HUB-001", "GZ-HUB-900").replaceAll("@example.org", ".900@example.org");
    await writeFile(file, `${header}\n${mended}\n`);
    await duban("org", "import", file);
    const secretariat = "谢建华 <xie.jianhua.900@example.org>";
    const personId = (await idAt(db, "xie.jianhua.900@example.org")) ?? "";
    await refused(db, [personId], ["sms"]);
    await writeFile(
      file,
      `${header}\n${mended.replace(`${secretariat} +1 202 555 0112`, `${secretariat} +1 203 555 0112`).replace(/郭思远 [^,]*/, "")}\n`,
    );
    expect((await duban("org", "import", file, "--json")).data).toMatchObject({ created: 0, updated: 1, ended: 1 });
    expect(await addressesOf(db, personId)).toMatchObject({
      phone: "+12035550112",
      phoneState: "ok",
    });
  });

  it("shows what it would change before it does, kind by kind, and asks before it calls somebody otherwise", async () => {
    const [header = "", row = ""] = (await readFile("examples/organizations.csv", "utf8")).split("\n");
    const mine = row.replace("GZ-HUB-001", "GZ-HUB-901").replaceAll("@example.org", ".901@example.org");
    const file = join(folder, "preview.csv");
    await writeFile(file, `${header}\n${mine}\n`);
    await duban("org", "import", file);
    const before = await countOf();
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
    expect(await countOf()).toEqual(before);
    const done = await duban("org", "import", file);
    expect(done.out).toContain("xie.jianhua.901@example.org → xie.new.901@example.org");
    await writeFile(file, `${header}\n${changed.replace("谢建华 <xie.new", "谢华 <xie.new")}\n`);
    const asked = await duban("org", "import", file);
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('would be called "谢华"')]);
    expect(asked.err).toContain("--rename");
    const renamed = await duban("org", "import", file, "--rename");
    expect([renamed.code, renamed.out]).toEqual([0, expect.stringContaining("谢建华 → 谢华")]);
  });

  it("names row, column, value and what was expected, and changes nothing", async () => {
    const before = await countOf();
    const text = await readFile("examples/organizations.csv", "utf8");
    const file = join(folder, "wrong.csv");
    await writeFile(
      file,
      text
        .replaceAll("GZ-", "NEW-")
        .replace(",CHA,", ",CHE,")
        .replace(/(\n[^\n]*)yes,no,zh-CN/, "$1maybe,no,zh-CN"),
    );
    const told = await duban("org", "import", file);
    expect(told.code).toBe(2);
    expect(told.err).toMatch(/row \d+, column types: "CHE"; expected one of HUB/);
    expect(told.err).toContain('row 2, column party: "maybe"; expected yes or no');
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
    expect(await countOf()).toEqual(before);
  });

  it("names a file that is not there or is no sheet", async () => {
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

  it("counts and names the same bad cells in each format", async () => {
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
    const told: string[] = [];
    for (const bytes of [Buffer.from(csv), iconv.encode(csv, "gbk"), await workbook(rows)]) {
      const file = join(folder, "any");
      await writeFile(file, bytes);
      const { code, err } = await duban("org", "import", file);
      expect(code).toBe(2);
      told.push(err);
    }
    expect(told[0]).toMatch(/\d+ of \d+ cells cannot be used; nothing was taken/);
    expect(told[0]).toContain('row 2, column party: "maybe"; expected yes or no');
    expect(new Set(told).size).toBe(1);
  });
});

describe("duban org list and show", () => {
  it("lists by type, district and state", async () => {
    await duban(...adding("GZ-LIST-1", "--district", "南沙区试点"));
    await duban(...adding("GZ-LIST-2", "--district", "南沙区试点"));
    await duban("org", "pause", "GZ-LIST-2", "--yes");
    const codes = async (...options: string[]): Promise<string[]> => {
      const { data } = await duban("org", "list", "--district", "南沙区试点", "--json", ...options);
      return (data as { code: string }[]).map(({ code }) => code);
    };
    expect(await codes()).toEqual(["GZ-LIST-1", "GZ-LIST-2"]);
    expect(await codes("--paused")).toEqual(["GZ-LIST-2"]);
    expect(await codes("--state", "paused")).toEqual(["GZ-LIST-2"]);
    expect(await codes("--state", "open")).toEqual(["GZ-LIST-1"]);
    expect(await codes("--state", "closed")).toEqual([]);
    expect(await codes("--type", "CHA")).toHaveLength(2);
    expect(await codes("--type", "HUB")).toEqual([]);
    const { out } = await duban("org", "list", "--district", "南沙区试点");
    const first = await duban("org", "list", "--district", "南沙区试点", "--limit", "1");
    expect(first.out).not.toContain("GZ-LIST-2");
    expect(first.out).toContain("… and 1 more");
    expect(out).toMatch(/珠江慈善会 +CHA +南沙区试点 +1 +0 +0 +paused +GZ-LIST-2/);
  });

  it("names a type, or an organization, that is not there", async () => {
    const type = await duban("org", "list", "--type", "cha");
    expect([type.code, type.err]).toEqual([2, expect.stringContaining('--type: "cha"; expected one of HUB')]);
    const state = await duban("org", "list", "--state", "shut");
    expect([state.code, state.err]).toEqual([
      2,
      expect.stringContaining('--state: "shut"; expected one of open, paused, closed'),
    ]);
    await duban(...adding("GZ-LIST-3", "--district", "已关闭区"));
    await duban("org", "close", "GZ-LIST-3", "--reason", "注销");
    expect((await duban("org", "list", "--district", "已关闭区")).out).toContain("(none)");
    expect((await duban("org", "list", "--district", "已关闭区", "--state", "closed")).out).toMatch(
      /closed +GZ-LIST-3/,
    );
    for (const verb of ["show", "pause", "resume"]) {
      const { code, err } = await duban("org", verb, "GZ-NOWHERE");
      expect([code, err]).toEqual([3, expect.stringContaining('No organization "GZ-NOWHERE"')]);
    }
  });
});

describe("duban org pause and resume", () => {
  it("stops every ladder there, writes it down in each open case, and goes on at once when resumed", async () => {
    const { id, code, shard } = await found(db, now, { type: "CHA" });
    const { id: neighbour } = await found(db, now, { type: "CHA" });
    const recurring = await open(id, "7");
    const rectification = await open(id, "29");
    const elsewhere = await open(neighbour, "7");
    const aside = await open(id, "8");
    await db.task.updateMany({ where: { caseId: aside.caseId }, data: { poison: "a fault", nextAt: null } });
    await wakes();
    const nextAt = async (caseId: string): Promise<Date | null> => (await tasksOfCase(db, caseId))[0]?.nextAt ?? null;
    const verbs = async (caseId: string): Promise<string[]> => (await eventsOf(db, caseId)).map(({ verb }) => verb);

    now = instantAt("2026-11-03", "10:00", zone);
    expect((await duban("org", "pause", code, "--yes", "--json")).data).toMatchObject({ changed: true, tasks: 2 });
    expect((await db.organization.findUnique({ where: { id } }))?.pausedAt).toEqual(now);
    for (const one of [recurring, rectification]) expect(await nextAt(one.caseId)).toBeNull();
    expect(await nextAt(elsewhere.caseId)).not.toBeNull();
    for (const one of [recurring, rectification, aside]) expect((await verbs(one.caseId)).at(-1)).toBe("paused");
    const twice = await duban("org", "pause", code, "--yes", "--json");
    expect([twice.code, twice.data]).toEqual([0, expect.objectContaining({ changed: false })]);
    expect((await verbs(recurring.caseId)).filter((verb) => verb === "paused")).toHaveLength(1);

    now = instantAt("2026-11-09", "10:00", zone);
    await wakes();
    expect((await duban("org", "resume", code, "--json")).data).toMatchObject({ changed: true, tasks: 2 });
    for (const one of [recurring, rectification]) expect(await nextAt(one.caseId)).toEqual(now);
    expect(await nextAt(aside.caseId)).toBeNull();
    expect(await wakes()).toEqual([`planner-${shard}`, recurring.round, rectification.round].sort());
    expect((await verbs(rectification.caseId)).slice(-2)).toEqual(["paused", "resumed"]);
    expect((await duban("org", "resume", code)).out).toContain("was not paused");
    expect(await wakes()).toEqual([]);
  });
});

describe("duban org pause of what has open tasks", () => {
  it("says how many stop and asks; where nobody can be asked it refuses, and names --yes (2)", async () => {
    const { id, code } = await found(db, now, { type: "CHA" });
    await open(id, "7");
    const refused = await duban("org", "pause", code);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining("of 1 open task, 0 of them late; nothing was changed, --yes does it"),
    ]);
    const asked: string[] = [];
    const answering = (yes: boolean) =>
      commandLine(db, () => now, {
        ask: async (question) => {
          asked.push(question);
          return yes;
        },
      }).duban;
    expect((await answering(false)("org", "pause", code)).code).toBe(2);
    expect((await db.organization.findUnique({ where: { id } }))?.pausedAt).toBeNull();
    expect((await answering(true)("org", "pause", code)).out).toContain("is paused; open tasks: 1");
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain("Pause it?");
  });

  it("asks before a duty is paused for all, too", async () => {
    const { id } = await found(db, now, { type: "CHA" });
    await open(id, "8");
    const refused = await duban("duty", "set", "8", "--pause");
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/pausing duty 8 stops .* --yes does it/)]);
    expect((await duban("duty", "set", "8", "--pause", "--yes")).code).toBe(0);
    expect((await duban("duty", "set", "8", "--resume")).code).toBe(0);
  });
});

describe("duban org close", () => {
  it("cancels what is open, wants a reason, is done once, and is told by `org show`", async () => {
    const { id, code } = await found(db, now, { type: "CHA" });
    const { caseId } = await open(id, "7");
    expect((await duban("org", "close", code)).code).toBe(2);
    expect((await duban("org", "close", "GZ-NOWHERE", "--reason", "注销")).code).toBe(3);
    const closing = ["org", "close", code, "--reason", "登记证书已注销", "--json"];
    expect((await duban(...closing)).data).toEqual({ organization: code, changed: true, cases: 1, tasks: 1 });
    expect((await duban(...closing)).data).toMatchObject({ changed: false });
    expect((await db.case.findUnique({ where: { id: caseId } }))?.state).toBe("cancelled");
    expect((await duban("org", "show", code)).out).toContain("登记证书已注销");
    const listed = (await duban("org", "list", "--json")).data as { code: string }[];
    expect(listed.map((one) => one.code)).not.toContain(code);
    for (const verb of ["pause", "resume"]) expect((await duban("org", verb, code)).code).toBe(4);
    expect((await duban("case", "start", "--org", code, "--duty", "66")).code).toBe(4);
  });
});
