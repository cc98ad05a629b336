import { beforeEach, describe, expect, it } from "vitest";
import type { Deps } from "../../../activities/deps.ts";
import { requestDisclosures } from "../../../activities/disclose.ts";
import { cancelCase } from "../../../client/cases/cases.ts";
import type { ActContext } from "../../../client/context.ts";
import { endCampaign, endEmergency, type NewCampaign, startCampaign } from "../../../client/kinds/campaign.ts";
import { importDonations, type NewDonation, recordDonations } from "../../../client/kinds/donation.ts";
import { act } from "../../../client/tasks/act.ts";
import { BadInputError, ConsentError, NotFoundError, RefusedError } from "../../../domain/errors.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { brokenAt, eventsOf } from "../../../records/cases/events.ts";
import { campaignsOf } from "../../../records/donations/campaigns.ts";
import { disclosuresOfCase } from "../../../records/donations/disclosures.ts";
import { donationsOf } from "../../../records/donations/donations.ts";
import type { DisclosureState } from "../../../workflows/protocol.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
const calendar = chinaCalendar();
let now = instantAt("2031-03-20", "10:00", zone);
let flushed = 0;
const context: ActContext = {
  db,
  now: () => now,
  calendar,
  flush: async () => {
    flushed += 1;
  },
};
const actor = "administrator";
// Spending has no gate; the figures are the same.
const organization = await found(db, now, { type: "HUB" });

beforeEach(() => {
  now = instantAt("2031-03-20", "10:00", zone);
});

const start = (more: Partial<NewCampaign> = {}): ReturnType<typeof startCampaign> =>
  startCampaign(context, {
    organizationId: organization.id,
    duty: "40b",
    title: "暴雨救灾",
    emergency: false,
    startsOn: "2031-03-03",
    actor,
    ...more,
  });

const campaign = async (more: Partial<NewCampaign> = {}): Promise<string> => (await start(more)).caseId;

const deps: Deps = {
  db,
  transports: new Map(),
  flush: context.flush,
  publicUrl: "",
  secretKey: "",
  sender: "",
  log: () => undefined,
};
/** Does what the case's workflow does when it wakes. */
const wake = async (caseId: string): Promise<DisclosureState> => requestDisclosures(deps, { caseId }, now.getTime());

const disclosures = async (caseId: string): Promise<string[]> => {
  const tasks = await db.task.findMany({ where: { caseId } });
  return (await disclosuresOfCase(db, caseId)).map((one) => {
    const task = tasks.find(({ id }) => id === one.taskId);
    return `${one.period} ${task?.state} ${one.dueAt.toISOString().slice(0, 10)} ${task?.dueAt.toISOString().slice(0, 10)}`;
  });
};

const nudges = async (caseId: string): Promise<number> =>
  db.nudge.count({ where: { workflowId: `disclosure-${caseId}` } });

describe("a campaign", () => {
  it("is started once under one key, and its workflow is woken", async () => {
    const first = await start({ key: "2031-flood", endsOn: "2031-04-30", emergency: true });
    const second = await start({ key: "2031-flood", title: "另一个" });
    expect(first.created).toBe(true);
    expect(second).toEqual({ caseId: first.caseId, created: false });
    const [row] = await campaignsOf(db, { caseId: first.caseId });
    expect(row).toMatchObject({ duty: "40b", title: "暴雨救灾", state: "open", received: 0n });
    expect(row?.facts).toMatchObject({
      emergency: true,
      startsOn: "2031-03-03",
      endsOn: "2031-04-30",
      enteredOn: "2031-03-20",
    });
    expect(await nudges(first.caseId)).toBe(1);
    expect(flushed).toBeGreaterThan(0);
  });

  it("with an invalid day, an end before its start or no name is refused, and each error is named", async () => {
    const wrong = start({ title: " ", startsOn: "2031-02-29", endsOn: "2031-02-30" });
    await expect(wrong).rejects.toThrow(BadInputError);
    await expect(wrong).rejects.toThrow('from: "2031-02-29"');
    await expect(wrong).rejects.toThrow("title:");
    await expect(start({ endsOn: "2031-03-02", title: "不该开始" })).rejects.toThrow(
      'to: "2031-03-02"; expected a day from 2031-03-03 on',
    );
    await expect(start({ organizationId: "nobody" })).rejects.toThrow(NotFoundError);
    expect(await db.case.count({ where: { subject: "不该开始" } })).toBe(0);
  });

  it("that ends earlier removes disclosures that are no longer due, and moves the final one", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const caseId = await campaign({ endsOn: "2031-12-31" });
    now = instantAt("2031-05-20", "10:00", zone);
    await wake(caseId);
    expect(await disclosures(caseId)).toEqual(["2031-03-03..2031-06-02 open 2031-06-03 2031-06-03"]);
    expect(await endCampaign(context, { caseId, endedOn: "2031-05-20", actor })).toEqual({ changed: true });
    expect(await endCampaign(context, { caseId, endedOn: "2031-05-20", actor })).toEqual({ changed: false });
    expect(await disclosures(caseId)).toEqual([]);
    const tasks = await db.task.findMany({ where: { caseId } });
    expect(tasks.map((task) => task.state)).toEqual(["cancelled"]);
    now = instantAt("2031-05-21", "10:00", zone);
    await wake(caseId);
    expect(await disclosures(caseId)).toEqual(["final open 2031-08-20 2031-08-20"]);
    await endCampaign(context, { caseId, endedOn: "2031-05-25", actor });
    expect(await disclosures(caseId)).toEqual(["final open 2031-08-25 2031-08-25"]);
    const events = await eventsOf(db, caseId);
    expect(events.map((event) => event.verb)).toContain("campaign-end-set");
    expect(brokenAt(events)).toBeNull();
  });

  it("whose recorded end is taken back requests the removed disclosures again", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const caseId = await campaign({ endsOn: "2031-12-31" });
    now = instantAt("2031-05-20", "10:00", zone);
    expect(await wake(caseId)).toMatchObject({ open: 1 });
    await endCampaign(context, { caseId, endedOn: "2031-05-19", actor });
    await endCampaign(context, { caseId, endedOn: "2031-12-31", actor });
    const { nextAt } = await wake(caseId);
    expect(await disclosures(caseId)).toEqual(["2031-03-03..2031-06-02 open 2031-06-03 2031-06-03"]);
    expect(nextAt).toBe(instantAt("2031-08-06", "00:00", zone).getTime());
  });

  it("whose end is corrected has the due day of its final disclosure follow", async () => {
    const caseId = await campaign({ endsOn: "2031-03-10" });
    await wake(caseId);
    expect(await disclosures(caseId)).toEqual(["final open 2031-06-10 2031-06-10"]);
    await endCampaign(context, { caseId, endedOn: "2031-03-12", actor });
    expect(await disclosures(caseId)).toEqual(["final open 2031-06-12 2031-06-12"]);
    expect(await nudges(caseId)).toBe(2);
  });

  it("keeps the late mark and its task, whatever end is recorded afterwards", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const caseId = await campaign({ emergency: true });
    await wake(caseId);
    now = instantAt("2031-03-09", "09:00", zone);
    await db.disclosure.updateMany({ where: { caseId }, data: { lateAt: now } });
    await endEmergency(context, { caseId, endedOn: "2031-03-04", actor });
    await endCampaign(context, { caseId, endedOn: "2031-03-04", actor });
    expect(await disclosures(caseId)).toEqual(["2031-03-08 open 2031-03-08 2031-03-08"]);
  });

  it("that is extended beyond six months owes only future three-month disclosures", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const caseId = await campaign({ endsOn: "2031-07-31" });
    now = instantAt("2031-07-01", "10:00", zone);
    await endCampaign(context, { caseId, endedOn: "2031-12-31", actor });
    now = instantAt("2032-01-05", "10:00", zone);
    await wake(caseId);
    expect((await disclosures(caseId)).map((one) => one.split(" ")[0])).toEqual([
      "2031-03-03..2031-09-02",
      "2031-09-03..2031-12-02",
      "final",
    ]);
  });

  it("without an emergency has no response phase to end; a day before its start is refused", async () => {
    const caseId = await campaign();
    await expect(endEmergency(context, { caseId, endedOn: "2031-03-05", actor })).rejects.toThrow(RefusedError);
    await expect(endCampaign(context, { caseId, endedOn: "2031-03-02", actor })).rejects.toThrow('on: "2031-03-02"');
    await expect(endCampaign(context, { caseId, endedOn: "soon", actor })).rejects.toThrow(BadInputError);
    await expect(endCampaign(context, { caseId: "nowhere", endedOn: "2031-03-05", actor })).rejects.toThrow(
      NotFoundError,
    );
  });

  it("cannot end any more when its final disclosure is published", async () => {
    const caseId = await campaign({ endsOn: "2031-03-10" });
    await wake(caseId);
    const [task] = await db.task.findMany({ where: { caseId } });
    await act(context, {
      taskId: task?.id ?? "",
      verb: "submit",
      actor: { personId: organization.person("secretariat") },
      submission: { values: { statement: "全部公布" }, files: [] },
    });
    const [out] = await disclosuresOfCase(db, caseId);
    expect(out).toMatchObject({ period: "final", lateAt: null, body: { statement: "全部公布" } });
    await expect(endCampaign(context, { caseId, endedOn: "2031-03-12", actor })).rejects.toThrow(RefusedError);
  });
});

describe("donations", () => {
  const rows: NewDonation[] = [
    { on: "2031-03-04", direction: "received", amount: "12,000", donor: "陈先生", key: "R1" },
    { on: "2031-03-05", direction: "支出", amount: "¥300.50", purpose: "饮用水", key: "P1" },
  ];

  it("are recorded once under one key, with one line in the log, and pending prompts have the new figures", async () => {
    const caseId = await campaign({ emergency: true });
    await wake(caseId);
    expect(await recordDonations(context, { caseId, rows, actor })).toMatchObject({
      recorded: 2,
      known: 0,
      totals: { received: 1_200_000n, used: 30_050n },
    });
    expect(await recordDonations(context, { caseId, rows, actor })).toMatchObject({ recorded: 0, known: 2 });
    const events = await eventsOf(db, caseId);
    const recorded = events.filter((event) => event.verb === "donations-recorded");
    expect(recorded.map((event) => event.after)).toEqual([{ entries: 2, received: "1200000", used: "30050" }]);
    const [task] = await db.task.findMany({ where: { caseId } });
    expect(JSON.stringify(task?.facts)).toContain("¥12,000.00");
  });

  it("without a key are separate entries", async () => {
    const caseId = await campaign();
    const row: NewDonation = { on: "2031-03-04", direction: "received", amount: "5" };
    await recordDonations(context, { caseId, rows: [row], actor });
    expect(await recordDonations(context, { caseId, rows: [row], actor })).toMatchObject({
      recorded: 1,
      totals: { receipts: 2 },
    });
  });

  it("under a known key with another amount are refused, and nothing of the same call is stored", async () => {
    const caseId = await campaign();
    await recordDonations(context, { caseId, rows, actor });
    const other = { on: "2031-03-04", direction: "received", amount: "1" };
    const wrong = recordDonations(context, {
      caseId,
      rows: [
        { ...other, key: "R2" },
        { ...other, key: "R1" },
      ],
      actor,
    });
    await expect(wrong).rejects.toThrow(RefusedError);
    await expect(wrong).rejects.toThrow('key "R1": it is on record with ¥12,000.00 of 2031-03-04');
    expect(await donationsOf(db, { caseId })).toHaveLength(2);
  });

  it.each([
    [{ on: "2031-03-02" }, 'on: "2031-03-02"; expected a day from 2031-03-03, when the campaign starts, to 2031-03-20'],
    [{ on: "2031-03-21" }, 'on: "2031-03-21"; expected a day from'],
    [{ on: "2031-02-30" }, 'on: "2031-02-30"; expected a day that exists'],
    [{ amount: "1.234" }, 'amount: "1.234"; expected yuan'],
    [{ amount: "0" }, 'amount: "0"; expected more than 0'],
    [{ amount: "-5" }, 'amount: "-5"; expected more than 0; a correction'],
    [{ direction: "given" }, 'direction: "given"; expected received or used'],
    [{ donor: "=HYPERLINK(1)" }, 'donor: "=HYPERLINK(1)"; expected text that no spreadsheet runs'],
    [{ purpose: "a\u202eb" }, 'purpose: "a\\u202eb"; expected plain text'],
    [{ key: "" }, 'key: ""; expected the number of the receipt'],
  ])("with %j are refused with field, value and what was expected", async (wrong, message) => {
    const caseId = await campaign();
    const row = { on: "2031-03-04", direction: "received", amount: "5", ...wrong };
    const refused = recordDonations(context, { caseId, rows: [row], actor });
    await expect(refused).rejects.toThrow(BadInputError);
    await expect(refused).rejects.toThrow(message);
  });

  it("are refused if the campaign is settled or does not exist", async () => {
    const caseId = await campaign();
    await cancelCase(context, { caseId, actor, reason: "未开展" });
    await expect(recordDonations(context, { caseId, rows, actor })).rejects.toThrow("the campaign is cancelled");
    await expect(recordDonations(context, { caseId: "nowhere", rows, actor })).rejects.toThrow(NotFoundError);
  });

  it("that leave more used than received are recorded only if that is confirmed, which is on record", async () => {
    const caseId = await campaign({ duty: "40a", emergency: true, declared: "一级响应" });
    const spend: NewDonation = { on: "2031-03-04", direction: "used", amount: "300.50", key: "P1" };
    const record = (rows: NewDonation[], confirmed = false) =>
      recordDonations(context, { caseId, rows, actor, confirmed });
    await expect(record([spend])).rejects.toThrow(ConsentError);
    await expect(record([spend])).rejects.toThrow(
      "the campaign received ¥0.00 and would have used ¥300.50, ¥300.50 more; expected no more than it received",
    );
    expect(await donationsOf(db, { caseId })).toEqual([]);
    expect(await record([spend], true)).toMatchObject({ recorded: 1 });
    const [event] = (await eventsOf(db, caseId)).filter(({ verb }) => verb === "donations-recorded");
    expect(event?.after).toEqual({ entries: 1, received: "0", used: "30050", aboveReceived: "30050" });
    // What was confirmed is not asked again: the same entry, a donation that does not cover it yet, and one that does.
    expect(await record([spend])).toMatchObject({ recorded: 0, known: 1 });
    const given: NewDonation = { on: "2031-03-05", direction: "received", key: "R1", amount: "300" };
    expect(await record([given])).toMatchObject({ recorded: 1 });
    await record([{ ...given, key: "R2", amount: "1" }]);
    // A donation that is corrected may leave too little.
    const less = { ...given, key: "R3", amount: "-10", purpose: "更正R1" };
    await expect(record([less])).rejects.toThrow("¥9.50 more");
    expect(await record([{ ...spend, key: "P2", amount: "0.5" }])).toMatchObject({ recorded: 1 });
  });

  it("of a charity project may be less than it uses: it spends the organization's own funds", async () => {
    const caseId = await campaign({ duty: "40b" });
    const rows: NewDonation[] = [{ on: "2031-03-04", direction: "used", amount: "100" }];
    expect(await recordDonations(context, { caseId, rows, actor })).toMatchObject({ recorded: 1 });
  });

  it("recorded eight times at once under one key are stored once", async () => {
    const caseId = await campaign();
    const all = await Promise.all(Array.from({ length: 8 }, () => recordDonations(context, { caseId, rows, actor })));
    expect(all.map((one) => one.recorded).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
    expect(brokenAt(await eventsOf(db, caseId))).toBeNull();
  });
});

describe("a sheet of donations", () => {
  const header = "on,direction,amount,goods,purpose,donor,key";

  it("is accepted with a byte order mark, Chinese column names in any order, quotes and blank lines", async () => {
    const caseId = await campaign();
    const csv =
      '\ufeff编号,日期,收支,金额,物资,捐赠人\r\nR1,2031-03-04,收入,"1,200.50",,"某某,公司"\r\n\r\nR2,2031-03-05,收入,800,棉被20床,\r\n';
    expect(await importDonations(context, { caseId, csv, actor })).toMatchObject({
      recorded: 2,
      totals: { received: 200_050n },
    });
    expect(await importDonations(context, { caseId, csv, actor })).toMatchObject({ recorded: 0, known: 2 });
    expect((await donationsOf(db, { caseId })).map(({ donor, goods }) => donor + goods)).toEqual([
      "棉被20床",
      "某某,公司",
    ]);
  });

  it("with invalid cells changes nothing, and each is reported with the spreadsheet's row number", async () => {
    const caseId = await campaign();
    const csv = `${header}\n2031-03-04,received,100,,,,A\n\n2031-03-99,received,10,,,,B\n2031-03-04,used,x,,,,C\n2031-03-04,received,1,,,,A\n`;
    const refused = importDonations(context, { caseId, csv, actor });
    expect(await refused.catch((error: BadInputError) => error.problems)).toEqual([
      'row 4, column on: "2031-03-99"; expected a day that exists, YYYY-MM-DD',
      'row 5, column amount: "x"; expected yuan with at most two decimals, such as 12345.60',
      'row 6, column key: "A"; expected a key of its own (row 2 has it)',
    ]);
    expect(await donationsOf(db, { caseId })).toEqual([]);
  });

  it.each([
    ["", "expected a column on"],
    ["on,amount\n", "expected a column direction"],
    [`${header},color\n`, 'row 1, column color: "color"; expected one of on, direction'],
    [`${header}\n2031-03-04,received,1,,,,A,more\n`, 'row 2, column (all): "more"; expected 7 cells'],
    [`${header}\n"2031-03-04,received`, "line 2: Quote Not Closed"],
    [`${header}\n2031-03-04,received,1,,,\ufffd\ufffd,A\n`, "line 2: a sign that is no UTF-8"],
  ])("with the text %j is rejected", async (csv, message) => {
    const caseId = await campaign();
    await expect(importDonations(context, { caseId, csv, actor })).rejects.toThrow(message);
  });

  it("of twenty thousand entries is recorded completely", async () => {
    const caseId = await campaign();
    const lines = Array.from({ length: 20_000 }, (_, n) => `2031-03-04,received,${n + 1}.01,,,,R${n}`);
    expect(await importDonations(context, { caseId, csv: `${header}\n${lines.join("\n")}`, actor })).toMatchObject({
      recorded: 20_000,
    });
  });
});
