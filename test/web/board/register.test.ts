import { beforeAll, describe, expect, it } from "vitest";
import { enlist, startProject } from "../../../client/kinds/project.ts";
import { addPerson } from "../../../client/registry/people.ts";
import { act } from "../../../client/tasks/act.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let organization: Organization;
let caseId: string;
let page: string;
let cookie: string;

beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ type: "VOL", language: "zh-CN" });
  const { code, id: organizationId } = organization;
  for (const name of ["张三", "李四"])
    await addPerson(desk.context, {
      ...{ organization: code, role: "volunteer", name },
      email: `${name === "张三" ? "zhang" : "li"}@example.org`,
    });
  const input = { organizationId, title: "送餐", startsOn: "2026-12-01", key: "meals" };
  ({ caseId } = await startProject(desk.context, { ...input, actor: "administrator" }));
  await enlist(desk.context, { caseId, named: ["张三", "李四"], actor: "administrator" });
  page = `/board/case/${caseId}`;
  cookie = await desk.session(organization.person("supervisory-board"));
});

const idOf = async (name: string): Promise<string> => (await desk.db.person.findFirstOrThrow({ where: { name } })).id;
const submit = async (key: string, role: Parameters<Organization["person"]>[0], values: Record<string, string>) => {
  const { id: taskId } = await desk.db.task.findUniqueOrThrow({ where: { caseId_key: { caseId, key } } });
  const actor = { personId: organization.person(role) };
  await act(desk.context, { taskId, verb: "submit", actor, submission: { values, files: [] } });
};
/** Selects people on the page and presses one of its buttons. */
async function press(duty: "on" | "off", ...names: string[]) {
  const { text } = await desk.get(page, { cookie });
  const token = /action="[^"]+\/duty"><input type="hidden" name="token" value="([^"]+)"/.exec(text)?.[1] ?? "";
  const ticks = await Promise.all(names.map(async (name) => [`person-${await idOf(name)}`, "yes"]));
  const body = new URLSearchParams({ token, duty, ...Object.fromEntries(ticks) });
  const response = await desk.app.request(`${origin}${page}/duty`, { method: "POST", body, headers: { cookie } });
  return { status: response.status, text: await response.text() };
}
const onDuty = async (): Promise<string[]> => {
  const { facts } = await desk.db.case.findUniqueOrThrow({ where: { id: caseId } });
  return Object.keys((facts as { onDuty?: Record<string, string> }).onDuty ?? {});
};

describe("the register of a project", () => {
  it("names each volunteer on the request who is not trained, and changes nothing", async () => {
    await submit("protection", "party-organization", { protection: "口罩" });
    const refused = await press("on", "张三", "李四");
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("张三：未经上岗前培训");
    expect(refused.text).toContain("李四：未经上岗前培训");
    expect((await press("on")).text).toContain("请先勾选志愿者");
    expect(await onDuty()).toEqual([]);
  });

  it("puts trained volunteers on duty, and takes them off duty again", async () => {
    const [zhang, li] = [await idOf("张三"), await idOf("李四")];
    await submit("train", "secretariat", { [`training.${zhang}.trained`]: "yes", [`training.${li}.reason`]: "请假" });
    expect((await press("on", "张三", "李四")).text).toContain("<ul><li>李四：未经上岗前培训（三（三）2）</li></ul>");
    expect(await onDuty()).toEqual([]);
    expect((await press("on", "张三")).status).toBe(303);
    expect(await onDuty()).toEqual([zhang]);
    expect((await desk.get(page, { cookie })).text).toMatch(/张三 <span class="hint">已培训，在岗，自 2026-11-23</);
    expect((await press("off", "张三")).status).toBe(303);
    expect(await onDuty()).toEqual([]);
    const { text } = await desk.get(page, { cookie });
    expect(text).toMatch(/张三 <span class="hint">已培训</);
    expect(text).toContain("已离岗");
  });

  it("is closed to other organizations, and is on no page of another kind of case", async () => {
    const elsewhere = await desk.organization();
    const foreign = { cookie: await desk.session(elsewhere.person("supervisory-board")) };
    const send = (path: string, headers: Record<string, string>) =>
      desk.app.request(origin + path, { method: "POST", body: new URLSearchParams({ duty: "on" }), headers });
    expect((await send(`${page}/duty`, foreign)).status).toBe(404);
    expect((await send(`${page}/duty`, { cookie })).status).toBe(403);
    const other = await desk.finding(elsewhere, "x");
    expect((await desk.get(`/board/case/${other.caseId}`, foreign)).text).not.toContain("志愿者名单");
    expect((await send(`/board/case/${other.caseId}/duty`, foreign)).status).toBe(404);
  });
});
