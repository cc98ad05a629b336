import { describe, expect } from "vitest";
import { chapters } from "../../../support/chapters.ts";
import { freshDatabase } from "../../../support/database.ts";
import { found } from "../../../support/organization.ts";
import { standIn } from "../../stand-in.ts";
import { commandLine } from "../../typed.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T02:00:00Z");
const { duban } = commandLine(db, () => now);
const engine = standIn(db);

const chapter = chapters();

describe("duban opinion", () => {
  chapter("submits, lists, shows and answers opinions, each once", async () => {
    const organization = await found(db, now, { type: "CHM" });
    const typed = [
      "opinion",
      "raise",
      "员工滞留外地",
      "--org",
      organization.code,
      "--kind",
      "request",
      "--key",
      "call-3",
    ];
    const first = await duban(...typed, "--name", "陈某", "--contact", "138 0013 8000", "--json");
    expect(first.data).toMatchObject({ duty: "51", created: true, dueAt: "2031-03-10T10:00:00.000Z" });
    const { receipt, case: caseId } = first.data as { receipt: string; case: string };
    expect((await duban(...typed, "--json")).data).toMatchObject({ receipt, created: false });

    const listed = (await duban("opinion", "list", "--open", "--json")).data as { receipt: string; step: string }[];
    expect(listed).toEqual([expect.objectContaining({ receipt, step: "take-up", kind: "request", late: false })]);
    const shown = await duban("opinion", "show", receipt);
    expect(shown.out).toContain("陈某, +8613800138000");
    expect(shown.out).toContain("Register it, and decide whether it is taken up");

    const undecided = await duban("opinion", "answer", receipt, "好的");
    expect([undecided.code, undecided.err]).toEqual([2, expect.stringContaining("--accept, --decline")]);
    const silent = await duban("opinion", "answer", receipt, "--decline");
    expect([silent.code, silent.err]).toEqual([4, expect.stringContaining("the reason why it is declined")]);
    expect((await duban("opinion", "answer", receipt, "--accept")).code).toBe(0);
    await engine.requestTask(caseId, "resolve", now);
    expect((await duban("opinion", "answer", receipt, "已协调返程车辆", "--json")).data).toMatchObject({
      step: "resolve",
      state: "closed",
    });
    expect((await duban("opinion", "answer", receipt, "再答一次")).code).toBe(4);
    expect((await duban("opinion", "show", receipt)).out).toContain("已协调返程车辆");
  });

  chapter("submits on behalf of a person, and refuses a kind that no duty of the organization handles", async () => {
    const organization = await found(db, now, { type: "CHA" });
    const raise = (...more: string[]) => duban("opinion", "raise", "x", "--org", organization.code, ...more);
    const member = organization.email("member");
    const { data } = await raise("--kind", "difficulty", "--as", member, "--json");
    const { case: caseId } = data as { case: string };
    expect(await db.notice.count({ where: { caseId, personId: organization.person("member"), shape: "call" } })).toBe(
      1,
    );
    const refused = await raise("--kind", "request");
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining("expected difficulty")]);
    expect((await raise("--kind", "wish")).code).toBe(2);
    expect((await raise("--kind", "difficulty", "--contact", "nowhere")).code).toBe(2);
    expect((await raise("--kind", "difficulty", "--as", member, "--name", "x")).code).toBe(2);
    expect((await duban("opinion", "show", "ZZZZZZZZ")).code).toBe(3);
  });

  chapter("lets an administrator name a person whose address was known only from the public form", async () => {
    const organization = await found(db, now, { type: "CHA" });
    await duban(
      "opinion",
      "raise",
      "x",
      "--org",
      organization.code,
      "--kind",
      "difficulty",
      "--contact",
      "new@example.org",
    );
    const adding = ["person", "add", "--org", organization.code, "--role", "staff", "--email", "new@example.org"];
    expect((await duban(...adding, "--name", "赵某")).code).toBe(0);
    expect((await duban(...adding, "--name", "别人")).code).toBe(2);
  });
});
