import { describe, expect, it } from "vitest";
import { instantAt } from "../../../../domain/time/zones.ts";
import { tasksOfCase } from "../../../../records/tasks/tasks.ts";
import { freshDatabase } from "../../../support/database.ts";
import { found } from "../../../support/organization.ts";
import { commandLine } from "../../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
// A Monday after every announced calendar.
const now = instantAt("2031-03-03", "10:00", zone);
const { duban, closed } = commandLine(db, () => now);
const organization = await found(db, now, {});
const start = (...more: string[]) =>
  duban("rectification", "start", "--org", organization.code, "消防通道被堵", ...more);

describe("duban rectification start", () => {
  it("opens a rectification of a major finding, due within the term of its severity", async () => {
    const { code, out } = await start();
    expect(code).toBe(0);
    const [, caseId = ""] = /Rectification (\w+) is started/.exec(out) ?? [];
    const [task] = await tasksOfCase(db, caseId);
    expect(task).toMatchObject({
      step: "fix",
      duty: "29",
      policy: "rectification-major",
      verifier: "supervisory-board",
    });
    expect(out).toContain(`task is ${task?.id}`);
    const [row] = await db.case.findMany({ where: { id: caseId } });
    expect(row).toMatchObject({ subject: "消防通道被堵", facts: { severity: "major" }, kind: "RX" });
  });

  it("accepts a severity, a duty and a day, and prints the same as JSON", async () => {
    const { code, data } = await start("--severity", "critical", "--duty", "31", "--due", "2031-03-07", "--json");
    expect(code).toBe(0);
    expect(data).toMatchObject({ created: true, duty: "31", severity: "critical", dueAt: "2031-03-07T10:00:00.000Z" });
    const [task] = await tasksOfCase(db, (data as { case: string }).case);
    expect(task).toMatchObject({ id: (data as { task: string }).task, policy: "rectification-critical" });
  });

  it("starts one rectification if it is called twice under the same key", async () => {
    const first = await start("--key", "inspection-7", "--due", "2031-03-10T09:30", "--json");
    const again = await start("--key", "inspection-7", "--severity", "minor", "--json");
    expect(again.code).toBe(0);
    expect(again.data).toEqual({ ...(first.data as object), created: false });
    expect((await start("--key", "inspection-7")).out).toContain("It was there already");
  });

  it.each([
    ["an organization that is not there", ["--org", "GZ-9"], 3, 'No organization "GZ-9"'],
    [
      "a severity that is none",
      ["--severity", "huge"],
      2,
      '--severity: "huge"; expected one of critical, major, minor',
    ],
    ["a duty of another kind", ["--duty", "26"], 2, '--duty: "26"; expected one of 29, 31'],
    ["a day that does not exist", ["--due", "2031-02-30"], 2, '--due: "2031-02-30"'],
    ["a time that does not exist", ["--due", "2031-03-04T25:00"], 2, '--due: "2031-03-04T25:00"'],
    ["a day that has passed", ["--due", "2031-03-01"], 2, "expected a time to come"],
  ])("refuses %s, and writes nothing", async (_what, more, code, words) => {
    const before = await db.case.count();
    const answer = await duban("rectification", "start", "x", "--org", organization.code, ...more);
    expect(answer).toMatchObject({ code, out: "" });
    expect(answer.err).toContain(words);
    const result = await duban("rectification", "start", "x", "--org", organization.code, ...more, "--json");
    expect(result.code).toBe(code);
    expect(JSON.parse(result.err).error.message).toContain(words);
    expect(await db.case.count()).toBe(before);
  });

  it("requires the text of a finding, and an organization", async () => {
    expect((await duban("rectification", "start", " ", "--org", organization.code)).code).toBe(2);
    const { code, err } = await duban("rectification", "start", "x");
    expect(code).toBe(2);
    expect(err).toContain("--org");
    expect(closed.open).toBe(0);
  });
});
