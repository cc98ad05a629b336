import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { reportHazard } from "../../client/kinds/hazard.ts";
import { insertSession } from "../../records/roster/sessions.ts";
import { createPortal } from "../../web/index.ts";
import { listen } from "../../web/listen.ts";
import { phone, startBrowser } from "../support/browser/browser.ts";
import type { Organization } from "../support/organization.ts";
import { requestedTask } from "../support/requested-task.ts";
import { startWorld, type World } from "../support/world.ts";

const secretKey = "a secret of thirty-two characters";
let city: World;
let browser: Browser;
let server: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  city = await startWorld();
  const app = createPortal({
    ...{ context: city.context, secretKey, publicUrl: "http://127.0.0.1:8080" },
    health: async () => ({}),
    log: () => undefined,
  });
  server = await listen(app, { host: "127.0.0.1", port: 0 });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function visit(options: Parameters<Browser["newContext"]>[0]): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", ...options });
  onTestFinished(() => context.close());
  return context.newPage();
}

/** A person's board, in the state in which they left it. */
async function boardOf(personId: string): Promise<Page> {
  const page = await visit({ viewport: { width: 1280, height: 800 } });
  const expiresAt = new Date(city.now().getTime() + 86_400_000);
  const value = (await insertSession(city.db, { kind: "board", personId, expiresAt }, city.now())) ?? "";
  await page.context().addCookies([{ name: "duban-session", value, url: server.url }]);
  return page;
}

/** The link of the last mail to an address. */
function linkTo(address: string): string {
  const mail = city.newMessages().findLast(({ channel, to }) => channel === "email" && to === address);
  const path = /http:\/\/127\.0\.0\.1:8080(\/t\/\w+)/.exec(mail?.text ?? "")?.[1];
  if (!path) throw new Error(`no mail with a link to ${address}`);
  return server.url + path;
}

/** Findings that nobody has dealt with for weeks, which are older than the events of tonight. */
async function oldFindings(organization: Organization): Promise<void> {
  for (const subject of ["账目不清", "章程未备案", "换届超期"])
    await city.start({
      ...{ duty: "29", organizationId: organization.id, subject, actor: "administrator" },
      facts: { severity: "minor" },
    });
  await city.until("2031-04-16 03:00");
}

const first = (page: Page) => page.getByRole("region", { name: "当前险情" }).locator("li").first();

it("a gas leak reported at three at night is first on the page at half past eight, and gone when it is closed", async () => {
  const organization = await city.organization({ language: "zh-CN" });
  await oldFindings(organization);
  const staff = { personId: organization.person("staff") };
  const leak = { organizationId: organization.id, what: "厨房有煤气味", severity: "critical" as const, actor: staff };
  const { caseId } = await reportHazard(city.context, leak);
  const takeUp = await requestedTask(city, caseId, "take-up");
  await city.until("2031-04-16 08:30");

  // Visible without scrolling: what, since when, whom to call.
  const page = await boardOf(organization.person("authority"));
  await page.goto(`${server.url}/board`);
  const burning = first(page);
  expect(await burning.locator(".what").textContent()).toBe("厨房有煤气味");
  expect(await burning.textContent()).toMatch(/紧急事项.*始于 [^·]*03:0\d/s);
  const { y = 0, height = 0 } = (await burning.boundingBox()) ?? {};
  expect(y + height).toBeLessThan(800);
  const call = burning.locator("a.call").first();
  expect(await call.getAttribute("href")).toBe(`tel:${(await call.textContent())?.replace(/[^+\d]/g, "")}`);
  expect(await burning.textContent()).toContain("本人尚未确认");

  // She calls, nobody answers; she reassigns it.
  await burning.getByRole("link", { name: "催办、换人或延期" }).click();
  await page.getByText("改派", { exact: true }).first().click();
  const to = page.locator("#reassign select");
  await to.selectOption(organization.person("deputy"));
  city.newMessages();
  await page.getByRole("button", { name: "改派", exact: true }).click();
  await page.getByRole("status").waitFor();
  await city.settled();
  expect((await city.task(caseId, "take-up")).personId).toBe(organization.person("deputy"));
  await page.goto(`${server.url}/board`);
  expect(await first(page).locator(".doer").textContent()).toContain("deputy");

  // The new doer acknowledges it from the mail, on the way there.
  const there = await visit(phone);
  await there.goto(linkTo(organization.email("deputy")));
  await there.getByLabel("隐患，着手处置").check();
  await there.getByRole("button", { name: "提交", exact: true }).click();
  await there.getByRole("status").waitFor();
  expect((await city.db.task.findUniqueOrThrow({ where: { id: takeUp } })).state).toBe("closed");
  await closed(organization, caseId);

  // A closed danger leaves the top; its review is work, not a danger.
  await page.goto(`${server.url}/board`);
  expect(await page.getByRole("region", { name: "当前险情" }).textContent()).toContain("目前没有险情");
});

/** Measures, evidence of closure, and the board's verdict. */
async function closed(organization: Organization, caseId: string): Promise<void> {
  const by = (role: "secretariat" | "supervisory-board") => ({ personId: organization.person(role) });
  const submit = async (key: string, values: Record<string, string>): Promise<string> => {
    const taskId = await requestedTask(city, caseId, key);
    await city.act({ taskId, verb: "submit", actor: by("secretariat"), submission: { values, files: [] } });
    await city.settled();
    return taskId;
  };
  await submit("measures", { measures: "关阀、疏散、通风" });
  const close = await submit("close", { closure: "更换软管，检测合格" });
  await city.act({ taskId: close, verb: "accept", actor: by("supervisory-board") });
  expect(await city.resultOf(`hazard-${caseId}`)).toBe("closed");
}
