import { expect, it } from "vitest";
import { startCampaign } from "../../client/kinds/campaign.ts";
import { standIn } from "../cli/stand-in.ts";
import { type Desk, openDesk } from "./portal.ts";

/** An emergency campaign for which nothing was published in two weeks. */
async function silentCampaign(desk: Desk) {
  const charity = await desk.organization({ type: "CHA", language: "zh-CN" });
  const { caseId } = await startCampaign(desk.context, {
    ...{ organizationId: charity.id, title: "寒潮救助", emergency: true, actor: "administrator" },
    startsOn: "2026-11-23",
  });
  desk.pass(24 * 14);
  await standIn(desk.db).disclosures(caseId, desk.now());
  const tasks = await desk.db.task.findMany({ where: { caseId, step: "publish" }, orderBy: { dueAt: "asc" } });
  return { charity, caseId, tasks };
}

const step = "核对并公布款物接收、使用情况";
const periods = ["应急期间，截至2026年11月28日", "应急期间，截至2026年12月3日", "应急期间，截至2026年12月8日"];

it("several periods of one disclosure have different titles on every page that lists them", async () => {
  const desk = await openDesk();
  const { charity, caseId, tasks } = await silentCampaign(desk);
  expect(tasks).toHaveLength(periods.length);
  const session = await desk.session(null);
  const doer = charity.person("secretariat");
  const link = `/t/${await desk.code(doer, tasks[0]?.id ?? "")}`;
  const cookie = await desk.device(doer);
  for (const period of periods.slice(0, 2)) {
    const title = `${step}（寒潮救助；${period}）`;
    expect((await desk.get(`${link}/all`, { cookie })).text).toContain(title);
    expect(await desk.page("/my", cookie.replace(/^[^=]*/, "duban-my"))).toContain(title);
    expect(await desk.page("/board?view=late", session)).toContain(`${step}（${period}）`);
  }
  expect((await desk.get(link)).text.replaceAll("<wbr>", "")).toContain(`<h1>${step}（${periods[0]}）</h1>`);
  // A phase of the case is not a period; each period has its own name.
  const page = await desk.page(`/board/case/${caseId}`, session);
  expect(page).toContain(`<strong>${step}</strong>`);
  for (const period of periods) expect(page).toContain(`待办（${period}）`);
  // Each line of the history names its period, too.
  const story = page.replace(/<[^>]*>/g, "");
  for (const period of periods) expect(story).toContain(`系统 进入下一步 （${period}）`);
});

it("a disclosure's figures name its period in office style", async () => {
  const desk = await openDesk();
  const { charity, tasks } = await silentCampaign(desk);
  const [, second] = tasks;
  const page = (await desk.get(`/t/${await desk.code(charity.person("secretariat"), second?.id ?? "")}`)).text;
  expect(page).toContain("2026年11月29日至12月3日");
  expect(page).not.toContain("2026-11-29");
});
