import sparticuz from "@sparticuz/chromium";
import { chromium } from "playwright-core";
import { it } from "vitest";
import { listen } from "../../web/listen.ts";
import { openDesk } from "../web/portal.ts";

it("shoots", async () => {
  const html = `<!doctype html><html><head></head><body style="font-family:sans-serif"><h1>完成整改并提交证明</h1><p>请<a href="http://127.0.0.1/t/x">去办理</a></p></body></html>`;
  const inbox = [
    { channel: "email" as const, to: "xie.jianhua@example.org", from: "Duban <d@example.org>", subject: "【督办】11月30日前：完成整改并提交证明（消防通道堆放杂物）", text: "去办理：\nhttp://127.0.0.1:8080/t/abc", html, at: "2026-11-23T02:00:00Z", organization: null, task: null },
    { channel: "sms" as const, to: "+12025550112", from: null, subject: null, text: "【督办】木棉联合会“完成整改”请于11月30日前办理。 http://127.0.0.1:8080/t/abc", html: null, at: "2026-11-23T03:00:00Z", organization: null, task: null },
  ];
  const holder: { now(): Date } = { now: () => new Date() };
  const desk = await openDesk({ inbox: () => inbox, clock: { now: () => holder.now(), move: async () => undefined } });
  holder.now = desk.now;
  const o = await desk.organization({ language: "zh-CN" });
  const { taskId } = await desk.finding(o, "消防通道堆放杂物，应急照明损坏两处");
  const second = await desk.finding(o, "志愿者保险未续保", "minor");
  const third = await desk.finding(o, "物资台账与实物不符", "critical");
  await desk.db.$executeRaw`update person set email_state='refused', phone_state='refused' where name like 'staff%'`;
  await desk.db.$executeRaw`update task set person_id = ${o.person("staff")} where id = ${third.taskId}`;
  const doer = `/t/${await desk.code(o.person("secretariat"), taskId)}`;
  const verifier = `/t/${await desk.code(o.person("supervisory-board"), taskId)}`;
  const server = await listen(desk.app, { host: "127.0.0.1", port: 0 });
  const browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args: sparticuz.args, headless: true });
  const narrow = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false, colorScheme: "light" });
  const wide = await browser.newContext({ viewport: { width: 1100, height: 800 }, javaScriptEnabled: false, colorScheme: "light" });
  const dark = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false, colorScheme: "dark" });
  for (const c of [narrow, wide, dark]) await c.addCookies([{ name: "duban-session", value: (await desk.session(null)).split("=")[1] ?? "", url: server.url }]);
  const shot = async (context: typeof wide, path: string, name: string, before?: (p: Awaited<ReturnType<typeof wide.newPage>>) => Promise<void>) => {
    const page = await context.newPage();
    await page.goto(server.url + path);
    if (before) await before(page);
    await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true });
    await page.close();
  };
  await shot(narrow, doer, "1-doer");
  await shot(narrow, doer, "2-doer-problem", async (p) => {
    await p.setContent((await desk.send(doer, "ask-extension", { until: "2026-11-24", reason: "" })).text.replace("/style.css", `${server.url}/style.css`));
  });
  await desk.send(doer, "submit", { "ask-note": "已清理通道，更换应急照明两处。\n后附照片。", "ask-files": [new File(["photo"], "照片1.jpg")] });
  await desk.send(verifier, "return", { reason: "缺少应急照明更换后的照片" });
  await shot(narrow, doer, "3-returned");
  await desk.send(doer, "submit", { "ask-note": "补充照片", "ask-files": [new File(["photo"], "照片2.jpg")] });
  desk.pass(24 * 9);
  await shot(narrow, verifier, "4-verifier");
  await shot(dark, verifier, "5-dark");
  await shot(narrow, "/board", "6-board-narrow");
  await shot(wide, "/board", "7-board");
  await shot(wide, `/board/task/${second.taskId}?lang=en`, "8-board-task");
  await shot(wide, "/inbox?lang=zh-CN", "9-inbox");
  const list = await desk.get("/inbox");
  const ids = [...list.text.matchAll(/href="\/inbox\/([0-9a-f]{12})"/g)].map((m) => m[1]);
  await shot(narrow, `/inbox/${ids[1]}`, "10-mail");
  await shot(narrow, `/inbox/${ids[0]}`, "11-sms");
  await shot(narrow, "/", "12-front");
  await shot(wide, "/", "13-front-wide");
  await shot(narrow, "/t/unknown", "14-unknown");
  await browser.close();
  await server.close();
});
