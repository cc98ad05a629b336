import { describe, expect, it } from "vitest";
import { instantAt } from "../../domain/time/zones.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { commandLine } from "./typed.ts";

const { db } = await freshDatabase();
const now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => now);
const organization = await found(db, now, { type: "HUB" });

const circular = ["政策文件", "--source", "local", "--text", "请落实。"];
/** Arguments that each command with `--org` requires before it looks up the organization. */
const others: Readonly<Record<string, readonly string[]>> = {
  "call consider": ["守望相助"],
  "call issue": circular,
  "call list": [],
  "call protect": ["守望相助"],
  "call start": ["守望相助"],
  "campaign list": [],
  "campaign plan": ["冬衣募捐", "--from", "2031-06-02"],
  "campaign start": ["--title", "冬衣募捐", "--emergency"],
  "case list": [],
  "case start": ["--duty", "29"],
  "circular issue": circular,
  "credit list": [],
  "credit off": ["premises"],
  "credit on": ["premises"],
  "drill start": [],
  "duty list": [],
  "duty set": ["29", "--pause", "--yes"],
  "duty show": ["29"],
  "event tell": ["site-changed", "--key", "one"],
  "gathering list": [],
  "gathering plan": ["年会", "--on", "2031-06-02", "--time", "14:00", "--place", "礼堂"],
  "hazard list": [],
  "hazard report": ["仓库漏水"],
  "inspection list": [],
  "inspection start": ["--duty", "28"],
  "matter list": [],
  "matter plan": ["接受大额捐赠", "--on", "2031-06-02"],
  "opinion list": [],
  "opinion raise": ["食堂太挤", "--kind", "opinion", "--name", "访客"],
  overdue: [],
  "person absences": [],
  "person add": ["--role", "staff", "--name", "新人", "--email", "new@example.org"],
  "person away": [
    organization.email("secretariat"),
    "--to",
    organization.email("deputy"),
    ...["--from", "2031-06-02", "--until", "2031-06-06"],
  ],
  "person back": [organization.email("secretariat")],
  "person leave": [organization.email("staff")],
  "person list": [],
  "project list": [],
  "project start": ["助老", "--from", "2031-06-02"],
  "rectification start": ["灯坏了"],
  simulate: ["--from", "2031-03-03", "--to", "2031-03-09"],
  "site add": ["--name", "东仓"],
  "site close": ["--name", "东仓"],
  "site list": [],
  "task list": [],
  "token create": ["--name", "bureau", "--scope", "tasks:read"],
  "version list": [],
  "version show": ["plan"],
  "webhook add": ["https://example.org/duban", "--owner", organization.email("secretariat")],
};

/** Commands whose help has an option, as `noun verb`; read from the program, so that new ones are included. */
async function commandsWith(option: string): Promise<string[]> {
  const visit = async (path: readonly string[]): Promise<string[]> => {
    const { out } = await duban(...path, "--help");
    const listed = /\nCommands:\n([\s\S]*)$/.exec(out)?.[1] ?? "";
    const children = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = ""]) => name);
    const deeper = await Promise.all(children.filter((name) => name !== "help").map((name) => visit([...path, name])));
    const own = children.length === 0 && new RegExp(`^ +${option}[ ,]`, "m").test(out);
    return [...(own ? [path.join(" ")] : []), ...deeper.flat()];
  };
  return (await visit([])).sort();
}

describe("--org", () => {
  it("is covered by this test in every command that has it", async () => {
    expect(await commandsWith("--org")).toEqual(Object.keys(others).sort());
  });

  it.each(Object.entries(others))("names an organization by its code or its id: %s", async (command, more) => {
    const errorOf = async (org: string): Promise<string> => {
      const { out, err } = await duban(...command.split(" "), ...more, "--org", org);
      return out + err;
    };
    expect(await errorOf("GZ-NOWHERE")).toContain('No organization "GZ-NOWHERE"');
    expect(await errorOf(organization.id)).not.toContain("No organization");
    expect(await errorOf(organization.code)).not.toContain("No organization");
  });
});
