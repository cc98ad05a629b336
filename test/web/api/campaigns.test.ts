import { beforeAll, describe, expect, it } from "vitest";
import { startCampaign } from "../../../client/kinds/campaign.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";
import { programAt } from "./program.ts";

let desk: Desk;
let program: ReturnType<typeof programAt>;
let organization: Organization;
let campaign: string;
/** Tokens of the organization's own system, which acts as its secretariat; of another's; of the administrator. */
let own: string;
let other: string;
let all: string;
beforeAll(async () => {
  desk = await openDesk();
  program = programAt(desk);
  organization = await desk.organization({ type: "CHA" });
  const stranger = await desk.organization({ type: "CHA" });
  const of = ({ code, person }: Organization) => ({ organization: code, as: person("secretariat") });
  own = await program.token(of(organization), "organization");
  other = await program.token(of(stranger), "organization");
  all = await program.token({});
  const about = { organizationId: organization.id, title: "暖冬送棉被", emergency: true, startsOn: "2026-11-10" };
  campaign = (await startCampaign(desk.context, { ...about, actor: "administrator" })).caseId;
});

const refused = (status: number, reason: string) => ({ status, body: { error: { reason } } });
const address = (what: string): string => `/api/v1/cases/${campaign}/${what}`;

describe("a program of a charity", () => {
  it("alone reads its campaign's receipts and use, page by page, newest day first", async () => {
    const entries = Array.from({ length: 5 }, (_, n) => ({
      ...{
        on: `2026-11-1${n + 1}`,
        direction: "received",
        amount: `${n + 1}0.50`,
        key: `R${n}`,
        donor: n === 4 ? "陈先生" : "",
      },
    }));
    expect((await program.post(address("donations"), own, { entries })).body).toMatchObject({ recorded: 5 });
    const advance = { on: "2026-11-10", direction: "used", amount: "1000", key: "P1" };
    const spend = (more: object) => program.post(address("donations"), own, { entries: [advance], ...more });
    expect(await spend({})).toMatchObject(refused(409, "used-above-received"));
    expect((await spend({ confirmed: true })).body).toMatchObject({ recorded: 1, usedCents: "100000" });
    const keys: string[] = [];
    let path = `${address("donations")}?limit=2`;
    for (let pages = 0; pages < 4; pages++) {
      const { status, body } = await program.request(path, { token: own });
      expect(status).toBe(200);
      keys.push(...(body.entries as { key: string }[]).map(({ key }) => key));
      if (body.next === null) break;
      path = `${address("donations")}?limit=2&cursor=${body.next}`;
    }
    expect(keys).toEqual(["R4", "R3", "R2", "R1", "R0", "P1"]);
    const [first] = (await program.request(address("donations"), { token: own })).body.entries as object[];
    expect(first).toMatchObject({ on: "2026-11-15", direction: "received", cents: "5050", donor: "陈先生" });
    expect(await program.request(address("donations"), { token: other })).toMatchObject(refused(404, "no-case"));
    expect(await program.request(`${address("donations")}?cursor=eA`, { token: own })).toMatchObject(
      refused(400, "bad-cursor"),
    );
  });

  it("submits a donor's question and a changed use, each once and with its own term", async () => {
    const question = { matter: "query", what: "棉被发到哪里了？", key: "Q1" };
    const raised = await program.post(address("matters"), own, question);
    expect(raised).toMatchObject({ status: 200, body: { case: campaign, created: true } });
    expect((await program.post(address("matters"), own, question)).body).toMatchObject({
      task: raised.body.task,
      created: false,
    });
    const use = { matter: "change-use", what: "改买电暖器", on: "2026-11-20", key: "U1" };
    const { body } = await program.post(address("matters"), own, use);
    expect(new Date(String(body.dueAt)).getTime()).toBeLessThan(new Date(String(raised.body.dueAt)).getTime());
    expect(await program.post(address("matters"), own, { ...use, on: "2027-01-01", key: "U2" })).toMatchObject(
      refused(400, "day-within"),
    );
    expect(await program.post(address("matters"), other, question)).toMatchObject(refused(404, "no-case"));
  });
});

describe("a case", () => {
  it("is cancelled only by the administrator's program, with a reason, and once", async () => {
    const { caseId, taskId } = await desk.finding(organization, "消防通道堵塞");
    const path = `/api/v1/cases/${caseId}/cancel`;
    expect(await program.post(path, own, { reason: "重复" })).toMatchObject(refused(403, "wrong-relationship"));
    expect(await program.post(path, other, { reason: "重复" })).toMatchObject(refused(404, "no-case"));
    expect((await program.post(path, all, {})).status).toBe(400);
    expect((await program.post(path, all, { reason: "重复" })).body).toEqual({ case: caseId, changed: true });
    expect(await desk.state(taskId)).toBe("cancelled");
    expect((await program.post(path, all, { reason: "重复" })).body).toEqual({ case: caseId, changed: false });
    const story = await desk.get(`/board/case/${caseId}`, { cookie: await desk.session(null) });
    expect(story.text).toContain("重复");
  });
});
