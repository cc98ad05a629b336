import { beforeEach, describe, expect, it } from "vitest";
import { standIn } from "../../cli/stand-in.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});

/** The outlook on a task's page: an instant and what happens then, one line each. */
async function outlook(personId: string, taskId: string): Promise<[string, string][]> {
  const { text } = await desk.get(`/t/${await desk.code(personId, taskId)}`);
  const list = /<ol class="ladder">([\s\S]*?)<\/ol>/.exec(text)?.[1] ?? "";
  return [...list.matchAll(/<span class="what">([^<]*)<\/span> <time class="hint" datetime="([^"]+)"/g)].map(
    ([, what = "", at = ""]) => [at, what],
  );
}

describe("the outlook on a task's page", () => {
  it("begins with D, and names there the people who were reminded before it", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "账实不符", "minor");
    const { dueAt, nextAt } = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
    expect(nextAt && nextAt < dueAt).toBe(true);
    const lines = await outlook(organization.person("secretariat"), taskId);
    expect(lines.filter(([at]) => at < dueAt.toISOString())).toEqual([]);
    expect(lines.map(([, what]) => what).join("；")).toContain("您");
  });

  it("matches what then happens, also to an acknowledged task", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "账实不符", "minor");
    const engine = standIn(desk.db);
    await engine.rounds(desk.now());
    const doer = organization.person("secretariat");
    await desk.send(`/t/${await desk.code(doer, taskId)}`, "acknowledge");
    const lines = await outlook(doer, taskId);
    expect(lines.length).toBeGreaterThan(1);
    // Each audience is named once, so the instants up to the first repetition are compared.
    const happened: string[] = [];
    for (;;) {
      const { nextAt } = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
      if (!nextAt || nextAt.toISOString() > (lines.at(-1)?.[0] ?? "")) break;
      await engine.rounds(nextAt);
      if ((await desk.db.notice.count({ where: { taskId, createdAt: nextAt } })) > 0)
        happened.push(nextAt.toISOString());
    }
    expect(happened).toEqual(expect.arrayContaining(lines.map(([at]) => at)));
  });

  it("names the next higher role if the legal representative does the task", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "账实不符", "minor");
    const head = organization.person("legal-representative");
    await desk.db.$executeRaw`update task set roles = '{legal-representative}' where id = ${taskId}`;
    const lines = (await outlook(head, taskId)).map(([, what]) => what);
    // +1bd notifies the supervisory board and +3bd the legal representative, so a task of the legal representative goes to the next higher role.
    expect(lines.join("；")).not.toContain("告知法定代表人");
    expect(lines.join("；")).toContain("监事会");
  });

  it("is empty while the organization is paused", async () => {
    const organization = await desk.organization();
    const { taskId } = await desk.finding(organization, "账实不符", "minor");
    expect(await outlook(organization.person("secretariat"), taskId)).not.toEqual([]);
    await desk.db.$executeRaw`update organization set paused_at = ${desk.now()} where id = ${organization.id}`;
    await desk.db.$executeRaw`update task set next_at = null where id = ${taskId}`;
    expect(await outlook(organization.person("secretariat"), taskId)).toEqual([]);
  });
});
