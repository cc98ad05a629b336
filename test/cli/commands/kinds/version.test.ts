import { describe, expect, it } from "vitest";
import { drawSample } from "../../../../domain/forms/sample.ts";
import { instantAt } from "../../../../domain/time/zones.ts";
import { freshDatabase } from "../../../support/database.ts";
import { fullForm } from "../../../support/forms.ts";
import { found } from "../../../support/organization.ts";
import { commandLine } from "../../typed.ts";

const { db } = await freshDatabase();
const now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => now);
const organization = await found(db, now, { language: "en" });
const org = ["--org", organization.code];

const begun = async (duty: string): Promise<{ caseId: string; taskId: string }> => {
  const { data } = await duban("case", "start", ...org, "--duty", duty, "--json");
  const caseId = (data as { case: string }).case;
  return { caseId, taskId: (await db.task.findFirstOrThrow({ where: { caseId } })).id };
};
const set = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => ["--set", `${name}=${value}`]);

describe("duban version", () => {
  it("refuses unchanged while there is no version, and names what is missing", async () => {
    const { taskId } = await begun("16");
    const refused = await duban(
      "task",
      "submit",
      taskId,
      "--as",
      organization.email("secretariat"),
      "--set",
      "freshness=unchanged",
    );
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining("no plan on file yet")]);
    expect((await duban("version", "list", ...org)).out).toContain("keeps no version yet");
    expect((await duban("version", "show", "plan", ...org)).code).toBe(3);
    expect((await duban("version", "show", "menu", ...org)).code).toBe(2);
  });

  it("lists number, day, author, approver and read receipts, and shows the content of a version", async () => {
    const { taskId } = await begun("16");
    const plan = { freshness: "renewed", version: "夜间值守" };
    await duban("task", "submit", taskId, "--as", organization.email("secretariat"), ...set(plan));
    await duban("task", "accept", taskId, "--as", organization.email("legal-representative"));
    const { data } = await duban("version", "list", ...org, "--json");
    expect(data).toEqual([
      {
        what: "plan",
        number: 1,
        at: now.toISOString(),
        writer: expect.stringMatching(/^secretariat/),
        approver: expect.stringMatching(/^legal-representative/),
        receipts: { asked: 1, read: 0 },
        case: expect.any(String),
        task: taskId,
      },
    ]);
    const shown = await duban("version", "show", "plan", ...org);
    expect(shown.out).toContain("Read by 0 of 1.");
    expect(shown.out).toContain("夜间值守");
    expect((await duban("version", "show", "plan", ...org, "--number", "2")).code).toBe(3);
  });
});

describe("duban site", () => {
  it("adds a site once, lists it, closes it, and says which cases that started", async () => {
    expect((await duban("site", "list", ...org)).out).toContain("has named none");
    const add = ["site", "add", ...org, "--name", "天河服务点", "--address", "天河路 1 号"];
    expect((await duban(...add)).out).toMatch(/Started: duty 61, case \w+/);
    expect((await duban(...add)).out).toContain("was there already");
    expect((await duban("site", "list", ...org, "--json")).data).toMatchObject([
      { name: "天河服务点", address: "天河路 1 号" },
    ]);
    const wrong = await duban("site", "close", ...org, "--name", "海珠");
    expect([wrong.code, wrong.err]).toEqual([3, expect.stringContaining("expected one of 天河服务点")]);
    expect((await duban("site", "add", ...org, "--name", " ")).code).toBe(2);
    expect((await duban("site", "close", ...org, "--name", "天河服务点")).code).toBe(0);
    expect((await duban("site", "list", ...org, "--json")).data).toEqual([]);
  });
});

describe("duban case show", () => {
  it("lists each exception with its reason", async () => {
    const { caseId, taskId } = await begun("62");
    const stock = { ...(await fullForm(db, taskId)), "stock.masks.count": "40" };
    const as = ["--as", organization.email("head")];
    const short = await duban("task", "submit", taskId, ...as, ...set(stock));
    expect([short.code, short.err]).toEqual([
      2,
      expect.stringContaining("at least 100 of each, or the reason why not"),
    ]);
    await duban("task", "submit", taskId, ...as, ...set({ ...stock, "stock.masks.reason": "已下单" }));
    expect((await duban("case", "show", caseId)).out).toMatch(/Exceptions\s+Masks: At hand is not so; 已下单/);
    const { data } = await duban("case", "show", caseId, "--json");
    expect(data).toMatchObject({
      state: "done",
      tasks: [{ exceptions: [{ what: { en: "Masks" }, lacks: [{ en: "At hand" }], reason: "已下单" }] }],
    });
  });

  it("prints the seed of a random sample, and that repeating the draw gives the same result", async () => {
    const { caseId, taskId } = await begun("68");
    expect((await duban("case", "show", caseId)).out).toMatch(/by the seed \w+; drawn again, they are the same/);
    const { data } = await duban("case", "show", caseId, "--json");
    const [{ draw }] = (
      data as { tasks: [{ draw: Parameters<typeof drawSample>[0] & { drawn: string[]; holds: boolean } }] }
    ).tasks;
    expect(draw).toMatchObject({ seed: caseId, holds: true });
    expect(drawSample(draw)).toEqual(draw.drawn);
    const task = await db.task.findUniqueOrThrow({ where: { id: taskId } });
    const facts = { ...(task.facts as object), rows: [{ id: organization.person("member"), label: "x" }] };
    await db.task.update({ where: { id: taskId }, data: { facts } });
    expect((await duban("case", "show", caseId)).out).toContain("NOT the same");
  });
});
