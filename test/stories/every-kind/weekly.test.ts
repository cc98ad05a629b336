import { expect } from "vitest";
import { saveView } from "../../../client/desk/saved-views.ts";
import { leave } from "../../../client/registry/people.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { createPortal } from "../../../web/index.ts";
import { chapters } from "../../support/chapters.ts";
import type { Organization } from "../../support/organization.ts";
import { startWorld, type World, zone } from "../../support/world.ts";

let city: World;
let organization: Organization;
let ending = "";

const chapter = chapters(async () => {
  city = await startWorld();
  organization = await city.organization({ language: "zh-CN" });
  const finding = {
    duty: "29",
    organizationId: organization.id,
    subject: "消防通道堵塞",
    actor: "administrator",
  } as const;
  // Late by the second Monday.
  await city.start({ ...finding, facts: { severity: "minor" }, dueAt: instantAt("2031-03-13", "18:00", zone) });
});
const mails = (): { subject: string | null; text: string; at: string }[] =>
  city.newMessages().filter(({ channel, subject }) => channel === "email" && subject?.startsWith("【每周】"));
/** Moves to noon of a day in one step, then plans each midnight: the mails of a Monday are planned only on the night before it. */
const planned = async (night: string, until: string): Promise<void> => {
  await city.until(`${night} 12:00`);
  await city.until(until, { plan: true });
};
const portal = () =>
  createPortal({
    ...{ context: city.context, secretKey: "a secret of thirty-two characters", publicUrl: "http://127.0.0.1:8080" },
    health: async () => ({}),
    log: () => undefined,
  });

chapter("the weekly mail of a saved view is sent on Monday morning, once, however often planners run", async () => {
  const view = { name: "整改", query: "/board?duty=29&page=3&nonsense=1", weekly: true };
  await saveView(city.context, { ...view, personId: organization.person("authority") });
  await planned("2031-03-07", "2031-03-09 12:00");
  expect(mails()).toEqual([]);
  await city.until("2031-03-10 08:29", { plan: true });
  expect(mails()).toEqual([]);
  await city.until("2031-03-10 08:31");
  const [mail, ...more] = mails();
  expect(more).toEqual([]);
  expect(mail?.subject).toBe("【每周】整改：0件");
  expect(mail?.text).toContain("http://127.0.0.1:8080/board?duty=29\n");
  ending = /(\/weekly\/\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
  await city.plan();
  await city.until("2031-03-11 12:00", { plan: true });
  expect(mails()).toEqual([]);
});

chapter("it shows what its owner may see when it is sent, and nothing of others", async () => {
  const other = await city.organization({ language: "zh-CN" });
  const finding = { duty: "29", organizationId: other.id, subject: "别家的事", actor: "administrator" } as const;
  await city.start({ ...finding, facts: { severity: "minor" } });
  await planned("2031-03-16", "2031-03-17 08:31");
  const mail = mails().at(-1);
  expect(mail?.subject).toBe("【每周】整改：1件");
  expect(mail?.text).toContain("- 已逾期：1");
  expect(mail?.text).toContain("消防通道堵塞");
  expect(mail?.text).not.toContain("别家的事");
});

chapter(
  "the link in the mail opens a page with a button that ends it; opening the page alone changes nothing",
  async () => {
    const app = portal();
    const origin = "http://127.0.0.1:8080";
    const shown = await (await app.request(`${origin}${ending}?lang=zh-CN`)).text();
    expect(shown).toContain("视图“整改”");
    await planned("2031-03-23", "2031-03-24 08:31");
    expect(mails()).toHaveLength(1);
    const token = /name="token" value="([^"]+)"/.exec(shown)?.[1] ?? "";
    const post = (path: string) =>
      app.request(origin + path, {
        ...{ method: "POST", body: new URLSearchParams({ token }) },
        headers: { "sec-fetch-site": "same-origin" },
      });
    expect((await post(`${ending.slice(0, -1)}_`)).status).toBe(404);
    expect((await post(ending)).status).toBe(303);
    expect(await (await app.request(`${origin}${ending}?lang=zh-CN`)).text()).toContain("这个视图不再每周发送。");
    await planned("2031-03-30", "2031-03-31 08:31");
    expect(mails()).toEqual([]);
  },
);

chapter("an owner who no longer supervises anything is sent nothing", async () => {
  const view = { name: "整改", query: "duty=29", weekly: true };
  await saveView(city.context, { ...view, personId: organization.person("authority") });
  await planned("2031-04-06", "2031-04-07 00:10");
  await leave(city.context, organization.person("authority"), { actor: "administrator" });
  await city.until("2031-04-07 09:00");
  expect(mails()).toEqual([]);
});
