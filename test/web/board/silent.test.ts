import { beforeEach, expect, it } from "vitest";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let cookie: string;
beforeEach(async () => {
  desk = await openDesk();
  cookie = await desk.session(null);
  // The desk of a single organization has no counts, so there are two.
  await desk.organization();
});

/** Status of an organization in the list, and the desk's count of it. */
async function standing({ code }: Organization): Promise<string[]> {
  const stands: string[] = [];
  for (const state of ["silent", "late", "good"]) {
    const page = await desk.page(`/board/organizations?state=${state}`, cookie);
    if (page.includes(`/board?q=${code}"`)) stands.push(state);
  }
  const board = await desk.page("/board", cookie);
  const counted = ["silent", "late"].filter((state) => board.includes(`state=${state}"><b>1</b>`));
  expect(counted).toEqual(stands.filter((one) => one !== "good"));
  return stands;
}

/** An organization with a task that has been late for a week, and the page of its doer. */
async function lateForAWeek() {
  const organization = await desk.organization({ language: "zh-CN" });
  const { taskId } = await desk.finding(organization, "消防通道堵塞");
  desk.pass(24 * 14);
  const page = async (task = taskId) => `/t/${await desk.code(organization.person("secretariat"), task)}`;
  return { organization, taskId, page };
}

it("an organization that requested an extension is not silent, however long the request has been open", async () => {
  const { organization, page } = await lateForAWeek();
  expect(await standing(organization)).toEqual(["silent"]);
  const until = desk.now().toISOString().slice(0, 8);
  const response = await desk.send(await page(), "ask-extension", { until: `${until}15`, reason: "等待施工队" });
  expect(response.status, response.text).toBe(303);
  expect(await standing(organization)).toEqual(["late"]);
  desk.pass(24 * 40);
  expect(await standing(organization)).toEqual(["late"]);
});

it("an organization that reported progress is not silent", async () => {
  const { organization, page } = await lateForAWeek();
  const reported = await desk.send(await page(), "report", { outlook: "on-track", reason: "明天完成" });
  expect(reported.status, reported.text).toBe(303);
  expect(await standing(organization)).toEqual(["late"]);
});

it("an organization with another contact is not silent for a week; acts of others about it do not count", async () => {
  const { organization, page } = await lateForAWeek();
  const other = await desk.finding(organization, "账实不符");
  const overseer = `/t/${await desk.code(organization.person("authority"), other.taskId)}`;
  expect((await desk.send(overseer, "press", { reason: "请尽快办理" })).status).toBe(303);
  expect(await standing(organization)).toEqual(["silent"]);
  await desk.send(await page(other.taskId), "submit", { "ask-note": "已核对" });
  expect(await standing(organization)).toEqual(["late"]);
  desk.pass(24 * 6);
  expect(await standing(organization)).toEqual(["late"]);
  desk.pass(24 * 2);
  expect(await standing(organization)).toEqual(["silent"]);
});
