import { beforeAll, describe, expect, it } from "vitest";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { newId } from "../../../records/rows.ts";
import { photoFile } from "../../support/browser/pictures.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const day = "2026-11-30";
/** A person with several tasks of one day, their cookie, and the path of the sheet. */
async function sheet(subjects: readonly string[]) {
  const organization = await desk.organization({ language: "zh-CN" });
  const secretary = organization.person("secretariat");
  const tasks: string[] = [];
  for (const subject of subjects) tasks.push((await desk.finding(organization, subject)).taskId);
  const cookie = (await desk.device(secretary)).replace(/^[^=]*/, "duban-my");
  const path = `/my/sheet/${organization.id}/${day}`;
  const shown = await desk.get(path, { cookie });
  const token = /name="token" value="([^"]+)"/.exec(shown.text)?.[1] ?? "";
  const send = (fields: Record<string, string | File>, sent = token) => {
    const body = new FormData();
    body.set("token", sent);
    for (const id of tasks) body.set(`t-${id}-shown`, "yes");
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return desk.app.request(origin + path, { method: "POST", body, headers: { cookie } });
  };
  return { organization, tasks, cookie, path, shown: shown.text, send };
}
/** A recurring duty of an organization, due on the day of the sheet. */
async function recurring(organization: Organization, duty: string, facts: { rows?: { id: string; label: string }[] }) {
  const due = new Date("2026-11-30T10:00:00Z");
  const path = `/my/sheet/${organization.id}/${day}`;
  const role = dutyOf(duty).roles[0] as "secretariat";
  const cookie = (await desk.device(organization.person(role))).replace(/^[^=]*/, "duban-my");
  const get = async () => (await desk.get(path, { cookie })).text;
  return {
    get,
    async begin(): Promise<string> {
      const { taskId, caseId } = await desk.begun(organization, duty);
      await desk.db.case.update({ where: { id: caseId }, data: { cadence: "weekly" } });
      await desk.db.task.update({ where: { id: taskId }, data: { facts, dueAt: due, climbDueAt: due } });
      return taskId;
    },
    async send(fields: Record<string, string>): Promise<Response> {
      const shown = await get();
      const body = new FormData();
      body.set("token", /name="token" value="([^"]+)"/.exec(shown)?.[1] ?? "");
      for (const [, name = ""] of shown.matchAll(/name="(t-\w+-shown)"/g)) body.set(name, "yes");
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return desk.app.request(origin + path, { method: "POST", body, headers: { cookie } });
    },
  };
}
const submissions = async (id: string | undefined) =>
  (await desk.db.task.findUniqueOrThrow({ where: { id: id ?? "" } })).submissions;

describe("a sheet", () => {
  it("has the tasks of one person for one organization that are due on the same day, and is offered on their page", async () => {
    const { tasks, shown, path, cookie, organization } = await sheet(["堵塞", "漏水", "过期"]);
    for (const id of tasks) expect(shown).toContain(`id="task-${id}"`);
    const mine = (await desk.get("/my", { cookie })).text;
    expect(mine).toContain(`href="${path}"`);
    expect(mine).toContain("3项");
    // It has no task of another day or of another person.
    await desk.db.task.update({ where: { id: tasks[0] ?? "" }, data: { dueAt: new Date("2026-12-01T10:00:00Z") } });
    expect((await desk.get(path, { cookie })).text).not.toContain(`id="task-${tasks[0]}"`);
    const staff = (await desk.device(organization.person("staff"))).replace(/^[^=]*/, "duban-my");
    expect((await desk.get(path, { cookie: staff })).headers.get("location")).toBe("/my");
  });

  it("submits complete tasks, marks incomplete ones without losing typed values, and leaves empty ones", async () => {
    const { tasks, send, cookie, path } = await sheet(["堵塞", "漏水", "过期"]);
    const [whole = "", half = "", empty = ""] = tasks;
    const program = new File([new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])], "setup.exe");
    const form = {
      [`t-${whole}-ask-note`]: "通道已清理",
      [`t-${whole}-ask-files`]: photoFile("通道.jpg"),
      [`t-${half}-ask-note`]: "正在修理，周五完成",
      [`t-${half}-ask-files`]: program,
      [`t-${empty}-ask-note`]: "  ",
    };
    const answer = await send(form);
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain("已提交1项");
    expect(text).toContain("正在修理，周五完成");
    expect(text).toMatch(new RegExp(`href="#submit-t-${half}-ask-files"`));
    expect(text).toMatch(
      new RegExp(`name="t-${half}-ask-files" id="submit-t-${half}-ask-files"[^>]*aria-invalid="true"`),
    );
    expect(text).not.toContain(`id="task-${whole}"`);
    expect(text).toContain(`id="task-${empty}"`);
    expect(await Promise.all(tasks.map(submissions))).toEqual([1, 0, 0]);
    const files = await desk.db.evidence.findMany({ where: { taskId: whole, type: "file" } });
    expect(files.map(({ name }) => name)).toEqual(["通道.jpg"]);
    // A repeated submission: accepted tasks are not submitted twice.
    await send(form);
    expect(await Promise.all(tasks.map(submissions))).toEqual([1, 0, 0]);
    const rest = await send({ [`t-${half}-ask-note`]: "已修好", [`t-${empty}-ask-note`]: "已更换" });
    expect([rest.status, rest.headers.get("location")]).toEqual([303, "/my?taken=2"]);
    expect(await Promise.all(tasks.map(submissions))).toEqual([1, 1, 1]);
    expect((await desk.get(path, { cookie })).headers.get("location")).toBe("/my");
  });

  it("stores unsubmitted values, by a button or with an incomplete task, and offers them in the following task", async () => {
    const { tasks, send, path, cookie, organization } = await sheet(["堵塞", "漏水", "过期"]);
    const [one = "", two = "", three = ""] = tasks;
    const kept = await send({ [`t-${one}-ask-note`]: "写了一半", keep: "yes" });
    expect([kept.status, kept.headers.get("location")]).toEqual([303, `${path}?kept=1`]);
    expect((await send({ [`t-${one}-ask-note`]: "写了一半多", keep: "quietly" })).status).toBe(204);
    const shown = (await desk.get(`${path}?kept=1`, { cookie })).text;
    expect(shown).toContain("已保存，尚未提交");
    expect(shown).toContain("已恢复您此前填写、尚未提交的内容");
    expect(shown).toMatch(new RegExp(`id="task-${one}" open`));
    expect(shown).toContain("写了一半多");
    expect(await submissions(one)).toBe(0);
    // Another member of the secretariat has the same sheet, and does not see the draft.
    const colleague = organization.person("deputy");
    const holding = { organizationId: organization.id, personId: colleague, role: "secretariat", fromAt: desk.now() };
    await desk.db.holding.create({ data: { id: newId(), ...holding } });
    const other = (await desk.device(colleague)).replace(/^[^=]*/, "duban-my");
    const theirs = (await desk.get(path, { cookie: other })).text;
    expect(theirs).toContain(`id="task-${one}"`);
    expect(theirs).not.toContain("写了一半多");
    // Once submitted, it is no longer a draft.
    expect((await send({ [`t-${one}-ask-note`]: "写了一半多" })).headers.get("location")).toBe(`${path}?taken=1`);
    expect(await desk.db.draft.count({ where: { taskId: one } })).toBe(0);
    // When the task is superseded, its draft is offered in the next task of the same duty and step, once.
    await send({ [`t-${two}-ask-note`]: "水管已订货", keep: "yes" });
    await desk.db.task.update({ where: { id: two }, data: { state: "superseded" } });
    const follows = (await desk.get(path, { cookie })).text;
    expect(follows).toMatch(new RegExp(`<textarea name="t-${three}-ask-note"[^>]*>\n水管已订货`));
    expect(follows).toContain("已恢复您在上一期填写、尚未提交的内容");
    await send({ [`t-${three}-ask-note`]: "", keep: "yes" });
    expect((await desk.get(path, { cookie })).text).not.toContain("水管已订货");
  });

  it("is prefilled with the last submission, and submitted only if it is confirmed or changed", async () => {
    const organization = await desk.organization({ language: "zh-CN", type: "SVC" });
    const site = (await desk.db.site.findFirst({ where: { organizationId: organization.id } }))?.id ?? "all";
    const { begin, send, get } = await recurring(organization, "22a", { rows: [{ id: site, label: "活动室" }] });
    const columns = ["ventilation", "disinfection", "supplies", "entry", "notices"];
    const cells = (id: string, names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [`t-${id}-ask-sites.${site}.${name}`, "yes"]));
    const before = await begin();
    const answered = await send({ ...cells(before, columns), [`t-${before}-ask-sites.${site}.reason`]: "一切正常" });
    expect(answered.status, await answered.text()).toBe(303);
    const next = await begin();
    const shown = await get();
    expect(shown).toContain("已按上次（11月23日提交）的内容填好，请逐项核对后提交。");
    const ticked = [...shown.matchAll(/name="(t-\w+-ask-sites[^"]+)"[^>]*value="yes" checked/g)].map(
      ([, name]) => name,
    );
    expect(ticked.length).toBeGreaterThan(0);
    const same = {
      ...Object.fromEntries(ticked.map((name) => [name ?? "", "yes"])),
      [`t-${next}-ask-sites.${site}.reason`]: "一切正常",
    };
    // A task that was not confirmed stays open.
    await send(same);
    expect(await submissions(next)).toBe(0);
    await send({ ...same, [`t-${next}-confirm`]: "yes" });
    expect(await submissions(next)).toBe(1);
  });

  it("shows the last answers of a checklist: items in order are preselected for confirmation, findings must be answered again", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { begin, send, get } = await recurring(organization, "4", {});
    const items = (dutyOf("4").evidence.find(({ type }) => type === "checklist")?.items ?? []).map(({ name }) => name);
    const [found = "", remark = "", none = ""] = items;
    const valuesOf = (id: string, but: Record<string, string>) => ({
      ...Object.fromEntries(items.map((item) => [`t-${id}-ask-items.${item}`, but[item] ?? "ok"])),
      [`t-${id}-ask-led`]: "no",
    });
    const before = await begin();
    const answers = { [found]: "finding", [none]: "na" };
    const more = {
      [`t-${before}-ask-items.${found}.note`]: "二楼通道堆物",
      [`t-${before}-ask-items.${remark}.note`]: "已复查",
    };
    const answered = await send({ ...valuesOf(before, answers), ...more });
    expect(answered.status, await answered.text()).toBe(303);
    const next = await begin();
    const shown = await get();
    const chosen = (item: string): string[] =>
      [...shown.matchAll(new RegExp(`name="t-${next}-ask-items\\.${item}" value="(\\w+)" checked`, "g"))].map(
        ([, value]) => value ?? "",
      );
    expect(items.map((item) => chosen(item).join())).toEqual(
      items.map((item) => ({ [found]: "", [none]: "na" })[item] ?? "ok"),
    );
    expect(shown).toContain("上次发现：二楼通道堆物");
    expect(shown).toContain("已复查");
    const { [`t-${next}-ask-items.${found}`]: _, ...same } = valuesOf(next, { [none]: "na" });
    const asShown = { ...same, [`t-${next}-ask-items.${remark}.note`]: "已复查" };
    // Confirmed without changes, the finding still must be answered.
    expect((await send({ ...asShown, [`t-${next}-confirm`]: "yes" })).status).toBe(422);
    expect(await submissions(next)).toBe(0);
    await send({ ...asShown, [`t-${next}-ask-items.${found}`]: "ok", [`t-${next}-confirm`]: "yes" });
    expect(await submissions(next)).toBe(1);
  });

  it("offers one checkbox for nothing to report, if the duty allows it", async () => {
    const organization = await desk.organization({ language: "zh-CN", type: "IND" });
    const { taskId } = await desk.begun(organization, "49");
    const due = new Date("2026-11-30T10:00:00Z");
    await desk.db.task.update({ where: { id: taskId }, data: { dueAt: due, climbDueAt: due } });
    const cookie = (await desk.device(organization.person("secretariat"))).replace(/^[^=]*/, "duban-my");
    const path = `/my/sheet/${organization.id}/${day}`;
    const shown = (await desk.get(path, { cookie })).text;
    expect(shown).toContain("本期没有情况需要报告");
    const body = new FormData();
    body.set("token", /name="token" value="([^"]+)"/.exec(shown)?.[1] ?? "");
    body.set(`t-${taskId}-shown`, "yes");
    body.set(`t-${taskId}-nothing`, "yes");
    await desk.app.request(origin + path, { method: "POST", body, headers: { cookie } });
    const { result } = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
    expect(result).toEqual({ matches: ["本期没有对接"] });
  });

  it("offers no such checkbox for a document without a version, which cannot be unchanged", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { get, begin } = await recurring(organization, "18", {});
    const taskId = await begin();
    expect(await get()).toContain(`id="task-${taskId}"`);
    expect(await get()).not.toContain("本期没有情况需要报告");
    const kept = { organizationId: organization.id, artefact: "contacts", number: 1, taskId };
    await desk.db.version.create({ data: { id: newId(), ...kept, at: desk.now() } });
    expect(await get()).toContain("本期没有情况需要报告");
  });

  it("says so if the button was pressed without any values", async () => {
    const { send, path, cookie } = await sheet(["堵塞"]);
    expect((await send({})).headers.get("location")).toBe(`${path}?taken=0`);
    expect((await desk.get(`${path}?taken=0`, { cookie })).text).toContain("没有可提交的内容");
  });

  it("can be filled in on paper and photographed once: checked tasks get the photo, and their texts are not required", async () => {
    const { tasks, send, shown } = await sheet(["堵塞", "漏水", "过期"]);
    const [one = "", two = "", three = ""] = tasks;
    expect(shown).toContain("已在纸质清单上填写");
    expect(shown).toContain('name="paper"');
    const without = await send({ [`t-${one}-paper`]: "yes" });
    expect([without.status, await without.text()]).toEqual([
      422,
      expect.stringContaining("请在“上传纸质清单照片”一栏选择照片。"),
    ]);
    const sent = { paper: photoFile("清单.jpg"), [`t-${one}-paper`]: "yes", [`t-${two}-paper`]: "yes" };
    const answer = await send({ ...sent, [`t-${two}-ask-note`]: "水管已换" });
    expect(answer.headers.get("location")).toMatch(/taken=2$/);
    expect(await Promise.all(tasks.map(submissions))).toEqual([1, 1, 0]);
    const results = await desk.db.task.findMany({ where: { id: { in: [one, two] } } });
    expect(new Set(results.map(({ result }) => (result as { note: string }).note))).toEqual(
      new Set(["见纸质清单照片", "水管已换"]),
    );
    const photos = await desk.db.evidence.findMany({ where: { taskId: { in: tasks }, type: "file" } });
    expect(photos.map(({ taskId, name }) => [taskId, name]).sort()).toEqual(
      [
        [one, "清单.jpg"],
        [two, "清单.jpg"],
      ].sort(),
    );
    // A file that is not a photo is refused beside its task, and nothing is submitted.
    const program = new File([new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])], "setup.exe");
    const refused = await send({ paper: program, [`t-${three}-paper`]: "yes" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(new RegExp(`name="t-${three}-paper" value="yes" checked`));
    expect(await submissions(three)).toBe(0);
  });

  it("of a mail opens from the mail, with only that mail's tasks", async () => {
    const { organization, tasks } = await sheet(["堵塞", "漏水", "过期"]);
    const [one = "", two = "", other = ""] = tasks;
    const personId = organization.person("secretariat");
    const at = desk.now();
    const mailed = (taskId: string, deliveryId: string | null, part = "doer") => ({
      ...{ id: newId(), personId, organizationId: organization.id, taskId, step: newId(), channel: "email", part },
      ...{ shape: "due", shard: 1, state: "sent", deliveryId, sendAt: at, createdAt: at },
    });
    await desk.db.notice.createMany({
      data: [mailed(one, "mail"), mailed(two, "mail"), mailed(other, "mail", "copy"), mailed(other, null)],
    });
    const path = `/t/${await desk.code(personId, one)}/sheet`;
    const { text } = await desk.get(path);
    expect(text).toContain(`id="task-${one}"`);
    expect(text).toContain(`id="task-${two}"`);
    expect(text).not.toContain(`id="task-${other}"`);
    // The sheet is of a day if all of its tasks are due on one day.
    expect(text).toContain("11月30日（周一）18:00");
    expect(text).not.toContain("已逾期各项");
    const send = (id: string) => {
      const body = new FormData();
      body.set("token", /name="token" value="([^"]+)"/.exec(text)?.[1] ?? "");
      body.set(`t-${id}-shown`, "yes");
      body.set(`t-${id}-ask-note`, "已处理");
      return desk.app.request(origin + path, { method: "POST", body });
    };
    await send(other);
    expect(await submissions(other)).toBe(0);
    expect((await send(one)).headers.get("location")).toBe(`${path}?taken=1`);
    expect((await send(two)).headers.get("location")).toMatch(/^\/t\/[^/]+\?done=submit$/);
    expect(await Promise.all([one, two].map(submissions))).toEqual([1, 1]);
    // Nothing was mailed about this task, so its link has no sheet.
    const alone = `/t/${await desk.code(personId, other)}`;
    expect((await desk.get(`${alone}/sheet`)).headers.get("location")).toBe(alone);
  });

  it("of a mail stays that mail's when a later mail has the same link", async () => {
    const { organization, tasks } = await sheet(["堵塞", "漏水"]);
    const [one = "", two = ""] = tasks;
    const personId = organization.person("secretariat");
    const at = desk.now();
    const mail = async (reference: string, after: number, ids: readonly string[]): Promise<void> => {
      const createdAt = new Date(at.getTime() + after);
      const delivery = { id: newId(), personId, channel: "email", reference, state: "sent", run: "run", createdAt };
      await desk.db.delivery.create({ data: delivery });
      await desk.db.notice.createMany({
        data: ids.map((taskId) => ({
          ...{ id: newId(), personId, organizationId: organization.id, taskId, step: newId(), channel: "email" },
          ...{ part: "doer", shape: "due", shard: 1, state: "sent", deliveryId: delivery.id, sendAt: at, createdAt },
        })),
      });
    };
    const [both, alone] = [newId(), newId()];
    await mail(both, 0, [one, two]);
    await mail(alone, 1_000, [one]);
    const path = `/t/${await desk.code(personId, one)}/sheet`;
    const shown = async (of: string): Promise<boolean[]> => {
      const { text } = await desk.get(of);
      return [one, two].map((id) => text.includes(`id="task-${id}"`));
    };
    expect(await shown(`${path}/${both}`)).toEqual([true, true]);
    expect(await shown(`${path}/${alone}`)).toEqual([true, false]);
    expect(await shown(path)).toEqual([true, false]);
    expect((await desk.get(`${path}/${newId()}`)).headers.get("location")).toBe(path.replace("/sheet", ""));
    expect((await desk.get(`${path}/${"x".repeat(81)}`)).status).toBe(404);
  });

  it("is accepted from its own page only", async () => {
    const { tasks, send } = await sheet(["堵塞", "漏水"]);
    const [one = ""] = tasks;
    expect((await send({ [`t-${one}-ask-note`]: "x" }, "x")).status).toBe(403);
    const foreign = await desk.finding(await desk.organization(), "x");
    expect((await send({ [`t-${foreign.taskId}-ask-note`]: "x" })).status).toBe(303);
    expect(await submissions(one)).toBe(0);
    expect(await submissions(foreign.taskId)).toBe(0);
  });
});
