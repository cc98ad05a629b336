import { beforeEach, describe, expect, it } from "vitest";
import { resumeBatches } from "../../../client/desk/run-batch.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin, type PageResponse } from "../portal.ts";

let desk: Desk;
let admin: string;
beforeEach(async () => {
  desk = await openDesk();
  admin = await desk.session(null);
});

const post = async (path: string, fields: Record<string, string>, cookie = admin): Promise<PageResponse> => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const response = await desk.app.request(origin + path, {
    method: "POST",
    body,
    headers: { "sec-fetch-site": "same-origin", cookie },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const page = (path: string, cookie = admin): Promise<string> => desk.page(path, cookie);
const tokenOf = (text: string, action: string): string =>
  new RegExp(`action="${action}"><input type="hidden" name="token" value="([^"]+)"`).exec(text)?.[1] ?? "";

/** Selects rows of a table (all rows of the page if none are given) and requests an act. @returns the path of its preview */
const requestBatch = async (
  view: string,
  act: string,
  ids: readonly string[] | "all",
  cookie = admin,
): Promise<string> => {
  const text = await page(`/board?view=${view}`, cookie);
  const ticks = ids === "all" ? {} : Object.fromEntries(ids.map((id) => [`t-${id}`, "on"]));
  for (const name of Object.keys(ticks)) expect(text).toContain(`name="${name}"`);
  const which = ids === "all" ? "all" : "ticked";
  const fields = { token: tokenOf(text, "/board/batch"), found: `view=${view}`, act, which, ...ticks };
  const { status, headers } = await post("/board/batch", fields, cookie);
  expect(status).toBe(303);
  return headers.get("location") ?? "";
};
const send = async (at: string, fields: Record<string, string>, cookie = admin): Promise<PageResponse> =>
  post(at, { token: tokenOf(await page(at, cookie), at), ...fields }, cookie);

/** A number of organizations, each with one late finding. */
const lateOnes = async (n: number): Promise<{ organizations: Organization[]; tasks: string[] }> => {
  const organizations: Organization[] = [];
  const tasks: string[] = [];
  for (let i = 0; i < n; i++) {
    const organization = await desk.organization({ language: "zh-CN" });
    organizations.push(organization);
    tasks.push((await desk.finding(organization, `账目不清${i + 1}`, "minor")).taskId);
  }
  desk.pass(24 * 40);
  return { organizations, tasks };
};
const queued = async (): Promise<{ person: string; sendAt: Date; batch: string | null }[]> =>
  desk.db
    .$queryRaw`select person_id as person, send_at as "sendAt", details->>'batch' as batch from notice where state = 'queued'
    and details->>'because' = 'press' and channel = 'email'`;

describe("a batch on the board", () => {
  it("reminds everybody in a filter: previewed, confirmed once, recorded, one message each", async () => {
    const { organizations, tasks } = await lateOnes(3);
    const [first] = organizations;
    if (!first) throw new Error("three were made");
    const second = await desk.finding(first, "印章保管", "minor");
    desk.pass(24 * 40);
    const at = await requestBatch("late", "press", "all");
    const preview = await page(at);
    expect(preview).toContain("选中4件，涉及3家机构");
    expect(preview).toContain("可以办理4件");
    expect(preview).toContain("将告知3人");
    expect(preview).toContain("（2件）");
    expect(preview).toContain("催办");
    expect(await queued()).toEqual([]);
    await send(at, { do: "preview", reason: "月底前请办妥" });
    expect(await page(at)).toContain("月底前请办妥");
    await send(at, { do: "confirm" });
    const done = await page(at);
    expect(done).toContain("4件中已处理4件");
    expect(done).toContain("已完成");
    expect(done).toContain("附言：月底前请办妥");
    // The notices of each recipient become due at one instant after the batch, so the courier makes one mail of them.
    const notices = await queued();
    expect(notices).toHaveLength(4);
    expect(new Set(notices.map(({ sendAt }) => sendAt.getTime()))).toEqual(new Set([desk.now().getTime()]));
    for (const id of [...tasks, second.taskId]) {
      const story = await page(`/board/task/${id}`);
      expect(story).toContain(`<a href="${at}">批量办理</a>`);
      expect(story).toContain("月底前请办妥");
    }
  });

  it("acts once, even if it is confirmed twice and processed by two", async () => {
    await lateOnes(3);
    const at = await requestBatch("late", "waive", "all");
    expect((await send(at, { do: "preview", reason: "" })).status).toBe(422);
    await send(at, { do: "preview", reason: "机构合并，不再需要" });
    const token = tokenOf(await page(at), at);
    const twice = await Promise.all([
      post(at, { token, do: "confirm" }),
      post(at, { token, do: "confirm" }),
      resumeBatches(desk.context),
    ]);
    expect(twice.slice(0, 2).map((one) => (typeof one === "number" ? one : one.status))).toEqual([303, 303]);
    await resumeBatches(desk.context);
    const events = await desk.db.$queryRaw<{ n: number }[]>`select count(*)::int as n from event where verb = 'waive'`;
    expect(events).toEqual([{ n: 3 }]);
    expect(await page(at)).toContain("已办理：3");
    expect((await post(at, { token, do: "preview", reason: "另一个理由" })).status).toBe(303);
    expect(await page(at)).toContain("理由：机构合并，不再需要");
  });

  it("shows before and after which tasks are refused, by reason", async () => {
    const { organizations, tasks } = await lateOnes(2);
    const [mine, other] = organizations;
    if (!mine || !other) throw new Error("two were made");
    const head = await desk.session(mine.person("head"));
    // The head may send a reminder, but not decide on their own work.
    await desk.db.$executeRaw`update task set person_id = ${mine.person("head")} where id = ${tasks[0]}`;
    const at = await requestBatch("late", "press", [tasks[0] ?? ""], head);
    const preview = await page(at, head);
    expect(preview).toContain("没有可以办理的事项");
    expect(preview).toContain("不能核验、免除、延期、改派或催办本人办理或转交的工作");
    await send(at, { do: "preview", reason: "一" }, head);
    const token = tokenOf(await page(at, head), at);
    await post(at, { token, do: "confirm" }, head);
    expect(await page(at, head)).toContain("未能办理：1");
    // Tasks of others are neither found nor shown.
    expect((await desk.get(at, { cookie: await desk.session(other.person("head")) })).status).toBe(404);
    const text = await page("/board?view=late", head);
    const foreign = { token: tokenOf(text, "/board/batch"), found: "view=late", act: "press", which: "ticked" };
    const { headers } = await post("/board/batch", { ...foreign, [`t-${tasks[1]}`]: "on" }, head);
    expect(headers.get("location")).toBe("/board?view=late&none=1");
    expect(await page("/board?view=late&none=1", head)).toContain("请先勾选要办理的事项");
  });

  it("extends and reassigns, in each organization to the holder of the role", async () => {
    const { organizations, tasks } = await lateOnes(2);
    const more = await requestBatch("late", "grant-extension", "all");
    expect(await page(more)).not.toContain("确认延期");
    await send(more, { do: "preview", until: "2027-01-29" });
    await send(more, { do: "confirm" });
    const due = await desk.db.$queryRaw<{ at: Date }[]>`select due_at as at from task where id = any(${tasks}::text[])`;
    expect(due.map(({ at }) => at.toISOString())).toEqual(Array(2).fill("2027-01-29T10:00:00.000Z"));
    desk.pass(24 * 40);
    const other = await requestBatch("late", "reassign", "all");
    await send(other, { do: "preview", role: "head" });
    expect(await page(other)).toContain("可以办理2件");
    await send(other, { do: "confirm" });
    const doers = await desk.db.$queryRaw<{ id: string }[]>`
      select person_id as id from task where id = any(${tasks}::text[]) order by array_position(${tasks}::text[], id)`;
    expect(doers.map(({ id }) => id)).toEqual(organizations.map((one) => one.person("head")));
  });

  it("exports a list, which is also recorded", async () => {
    const { tasks } = await lateOnes(2);
    const at = await requestBatch("late", "export", "all");
    expect((await desk.get(`${at}/list.csv`, { cookie: admin })).status).toBe(404);
    await send(at, { do: "confirm" });
    const sheet = await page(`${at}/list.csv`);
    expect(sheet.split("\r\n")).toHaveLength(4);
    for (const id of tasks) expect(sheet).toContain(id);
    expect(await page(at)).toContain("已完成");
  });

  it("continues after an interruption", async () => {
    await lateOnes(3);
    const at = await requestBatch("late", "press", "all");
    // The batch is confirmed, and the process ends after one task.
    const id = at.split("/").at(-1) ?? "";
    await desk.db.$executeRaw`update batch set confirmed_at = ${desk.now()} where id = ${id}`;
    const half = await page(at);
    expect(half).toContain("3件中已处理0件");
    expect(half).toContain("进行中");
    expect(await resumeBatches(desk.context)).toBe(1);
    expect(await page(at)).toContain("3件中已处理3件");
    expect(await resumeBatches(desk.context)).toBe(0);
  });
});
