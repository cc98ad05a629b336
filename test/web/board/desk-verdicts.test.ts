import { beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let organization: Organization;
beforeEach(async () => {
  desk = await openDesk();
  organization = await desk.organization({ language: "zh-CN" });
});

/** Tasks that wait for the reader's verdict, as the desk shows them. */
async function shownTo(
  role: "supervisory-board" | "authority" | "secretariat",
): Promise<{ total: number; ids: string[] }> {
  const text = await desk.page("/board", await desk.session(organization.person(role)));
  const section = /<h2 id="mine">[\s\S]*?<\/section>/.exec(text)?.[0] ?? "";
  return {
    total: Number(/<span class="count">(\d+)</.exec(section)?.[1]),
    ids: [...new Set([...section.matchAll(/href="\/board\/task\/(\w+)"/g)].map(([, id = ""]) => id))],
  };
}

/** A finding whose rectification has been submitted. */
async function handedIn(subject: string): Promise<string> {
  const { taskId } = await desk.finding(organization, subject);
  const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  await desk.send(doer, "submit", { "ask-note": "已清理通道" });
  return taskId;
}

/** Copies of a task, as many as given. */
const more = (taskId: string, many: number): Promise<unknown> => desk.db.$executeRaw`
  insert into task select (jsonb_populate_record(t, jsonb_build_object('id', 'more' || n, 'key', 'more' || n))).*
  from task t, generate_series(1, ${many}) n where t.id = ${taskId}`;

describe("verdicts on the desk", () => {
  it("are not hidden behind a thousand that wait for others, and are all counted", async () => {
    await more(await handedIn("消防通道堵塞"), 1200);
    desk.pass(24);
    const own = await handedIn("监事会自己整改的事项");
    const board = organization.person("supervisory-board");
    await desk.db.$executeRaw`update task set did_ids = array[${board}] where id = ${own}`;
    // Nobody verifies their own work, so the authority verifies it.
    expect(await shownTo("authority")).toEqual({ total: 1, ids: [own] });
    expect((await shownTo("supervisory-board")).total).toBe(1201);
  });

  it("are escalated if nobody holds the verifier's role", async () => {
    const taskId = await handedIn("消防通道堵塞");
    expect((await shownTo("authority")).total).toBe(0);
    await desk.db.holding.deleteMany({ where: { organizationId: organization.id, role: "supervisory-board" } });
    expect(await shownTo("authority")).toEqual({ total: 1, ids: [taskId] });
  });

  it("are also shown to the delegate while the verifier is absent", async () => {
    const taskId = await handedIn("消防通道堵塞");
    const [away, delegate] = [organization.person("supervisory-board"), organization.person("authority")];
    expect((await shownTo("authority")).total).toBe(0);
    const [from, until] = [new Date(desk.now().getTime() - 1000), new Date(desk.now().getTime() + 86_400_000)];
    await desk.db.$executeRaw`
      insert into absence (id, organization_id, person_id, delegate_id, from_at, until_at, created_at, created_by)
      values ('away', ${organization.id}, ${away}, ${delegate}, ${from}, ${until}, ${from}, 'administrator')`;
    expect(await shownTo("authority")).toEqual({ total: 1, ids: [taskId] });
  });
});
