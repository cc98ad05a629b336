import { describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/time/zones.ts";
import { freshDatabase, nudgedWorkflows, rosterCounts } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const now = instantAt("2026-11-02", "10:00", "Asia/Shanghai");
const { duban, closed } = commandLine(db, () => now);

const secretary = "李秘书 <li@example.org> +86 138 0013 8000";
const adding = (code: string, ...more: string[]): string[] => [
  ...["org", "add", "--code", code, "--name", "珠江慈善会", "--type", "CHA", "--registration", "foundation"],
  ...["--secretariat", secretary, ...more],
];
const nudged = (): Promise<string[]> => nudgedWorkflows(db);

describe("duban org add", () => {
  it("adds an organization with its people, and plans it", async () => {
    await nudged();
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
    // A duty of hub organizations only.
    expect(shown.duties.map(({ number }) => number)).not.toContain("33");
    expect(await nudged()).toEqual(["planner-0"]);
    expect(closed.open).toBe(0);
  });

  it("is idempotent, and refuses the code of another organization", async () => {
    await duban(...adding("GZ-ADD-2"));
    const before = await rosterCounts(db);
    expect((await duban(...adding("GZ-ADD-2", "--json"))).data).toMatchObject({ created: false });
    const other = await duban(...adding("GZ-ADD-2", "--qualified"));
    expect([other.code, other.err]).toEqual([4, expect.stringContaining("with another qualified")]);
    const people = await duban(...adding("GZ-ADD-2", "--head", "新人 <new@example.org>"));
    expect([people.code, people.err]).toEqual([4, expect.stringContaining("with another head")]);
    expect(await rosterCounts(db)).toEqual(before);
  });

  it("lists each invalid value, and writes nothing", async () => {
    const before = await rosterCounts(db);
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
    expect(await rosterCounts(db)).toEqual(before);
  });
});

describe("duban org set", () => {
  it("switches an organization between a gentle start and all duties at once, each once", async () => {
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

  it("changes an organization, prints the old values, and does not change its people", async () => {
    await duban(...adding("GZ-SET-1"));
    const before = await rosterCounts(db);
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
    expect(await rosterCounts(db)).toEqual(before);
    const shown = (await duban("org", "show", "GZ-SET-1", "--json")).data as { duties: { number: string }[] };
    for (const number of ["33", "41", "40a"]) expect(shown.duties.map((one) => one.number)).toContain(number);
    expect((await duban("org", "set", "GZ-SET-1", "--types", "HUB|VOL", "--json")).data).toMatchObject({ changes: [] });
    expect((await duban("org", "show", "GZ-SET-1")).out).toContain("hub organization, volunteer organization");
  });

  it("rejects invalid values, and changes nothing", async () => {
    const society = await found(db, now, { type: "OTH" });
    const refused = await duban("org", "set", society.code, "--supervised", "no");
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("no supervising authority")]);
    const bad = await duban("org", "set", society.code, "--types", "XYZ");
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('types: "XYZ"; expected one of HUB')]);
    expect((await duban("org", "show", society.code, "--json")).data).toMatchObject({ supervised: true, type: "OTH" });
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

  it("rejects an unknown type or organization", async () => {
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
