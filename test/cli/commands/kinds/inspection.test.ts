import { describe, expect, it } from "vitest";
import { instantAt } from "../../../../domain/time/zones.ts";
import { freshDatabase } from "../../../support/database.ts";
import { found } from "../../../support/organization.ts";
import { commandLine } from "../../typed.ts";

const { db } = await freshDatabase();
const now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => now);
const organization = await found(db, now, {});
const start = (duty: string, ...more: string[]) =>
  duban("inspection", "start", "--org", organization.code, "--duty", duty, ...more);

describe("duban inspection", () => {
  it.each([
    ["28", "supervisory-board"],
    ["30", "supervisory-board"],
    ["4", "secretariat"],
    ["69", "head"],
  ])("starts duty %s, and requests the checklist from the %s", async (duty, role) => {
    const { code, data } = await start(duty, "--about", "节前检查", "--due", "2031-03-07", "--key", "spring", "--json");
    expect(code).toBe(0);
    const { case: caseId } = data as { case: string };
    const [task, ...more] = await db.task.findMany({ where: { caseId } });
    expect(more).toEqual([]);
    expect(task).toMatchObject({ step: "inspect", duty, verifier: null });
    expect(task?.roles[0]).toBe(role);
    expect((await start(duty, "--key", "spring")).out).toContain("It was there already");
  });

  it("lists inspections only", async () => {
    await duban("rectification", "start", "x", "--org", organization.code);
    for (const duty of ["28", "30", "4", "69"]) await start(duty, "--key", "spring");
    const all = (await duban("inspection", "list", "--json")).data as { duty: string }[];
    expect(all.map(({ duty }) => duty).sort()).toEqual(["28", "30", "4", "69"]);
    expect((await duban("inspection", "list", "--duty", "28", "--json")).data).toHaveLength(1);
  });

  it.each([
    ["a duty of another kind", "26", 2, '--duty: "26"; expected one of 4, 28, 30, 69'],
    ["a duty that is not there", "99", 3, 'No duty "99"'],
  ])("refuses %s", async (_what, duty, code, words) => {
    const answer = await start(duty);
    expect(answer).toMatchObject({ code, out: "" });
    expect(answer.err).toContain(words);
    expect((await duban("inspection", "list", "--duty", duty)).code).toBe(code);
  });
});
