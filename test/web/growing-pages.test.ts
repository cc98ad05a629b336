import { beforeAll, expect, it } from "vitest";
import { startCampaign } from "../../client/kinds/campaign.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk } from "./portal.ts";

const many = 3_000;
let desk: Desk;
let organization: Organization;
let taskId: string;
beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ type: "CHA", language: "zh-CN" });
  const found = await desk.finding(organization, "二楼东侧消防通道堆放活动物资", "major");
  taskId = found.taskId;
  await copies("task", taskId, "id");
  const { caseId } = await startCampaign(desk.context, {
    ...{ organizationId: organization.id, title: "冬日暖阳助学行动", startsOn: "2026-11-20" },
    ...{ actor: "administrator", emergency: true },
  });
  await copies('"case"', caseId, "id");
});

async function copies(table: string, id: string, column: string): Promise<void> {
  await desk.db.$executeRawUnsafe(
    `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('id', 'copy' || n, 'key', 'copy' || n))).*
     from ${table} t, generate_series(1, ${many}) n where t.${column} = '${id}'`,
  );
}

/** Links and form targets of a page, by a pattern; the page must be under 50 kB. */
async function shown(path: string, cookie: string, pattern: RegExp): Promise<string[]> {
  const { text, status } = await desk.get(path, cookie ? { cookie } : {});
  expect(status, path).toBe(200);
  expect(Buffer.byteLength(text), path).toBeLessThan(50_000);
  return [...text.matchAll(pattern)].map(([, id = ""]) => id);
}

it.each([
  ["/my", 121, /action="\/my\/task\/(\w+)"/g],
  ["/all", 76, /action="\/t\/\w+\/all\/(\w+)"/g],
  ["/org", 301, /<section class="card" id="(\w+)"/g],
] as const)("%s has each of 3,000 rows once, in pages under 50 kB", async (name, pages, pattern) => {
  const secretary = organization.person("secretariat");
  const device = await desk.device(secretary);
  const path =
    name === "/my"
      ? "/my"
      : name === "/org"
        ? `/org/${organization.code}`
        : `/t/${await desk.code(secretary, taskId)}/all`;
  const cookie = name === "/my" ? device.replace(/^[^=]*/, "duban-my") : name === "/org" ? "" : device;
  const first = await shown(path, cookie, pattern);
  const seen: string[] = [];
  for (const page of [1, 2, 3, pages]) seen.push(...(await shown(`${path}?page=${page}`, cookie, pattern)));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(first));
  // A number beyond the last page shows the last page.
  expect(await shown(`${path}?page=${pages + 7}`, cookie, pattern)).toEqual(
    await shown(`${path}?page=${pages}`, cookie, pattern),
  );
});
