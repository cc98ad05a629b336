import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandResult } from "../../../../cli/command-result.ts";
import { campaignCommands } from "../../../../cli/commands/kinds/campaign.ts";
import { donationCommands } from "../../../../cli/commands/kinds/donation.ts";
import type { CliDeps, CliSession } from "../../../../cli/deps.ts";
import { withLanguage } from "../../../../cli/language.ts";
import { BadInputError, NotFoundError } from "../../../../domain/errors.ts";
import { chinaCalendar } from "../../../../domain/time/calendar.ts";
import { instantAt } from "../../../../domain/time/zones.ts";
import { freshDatabase } from "../../../support/database.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2031-03-03", "10:00", zone);
const session: CliSession = {
  db,
  now: () => now,
  calendar: chinaCalendar(),
  flush: async () => undefined,
  clock: async () => ({ now, moved: 0 }),
  close: async () => undefined,
};
await db.$executeRaw`insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
  values ('o1', 'GZ-1', '示例枢纽会', 'HUB', 'foundation', ${zone}, true, true, 0, '2026-01-01', now())`;
const folder = await mkdtemp(join(tmpdir(), "duban-sheet-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `duban …` in a session of the test. */
const duban = (...argv: string[]): Promise<CommandResult> => withLanguage("en", () => typed(argv));

async function typed(argv: readonly string[]): Promise<CommandResult> {
  let answer: CommandResult | undefined;
  const program = new Command("duban").exitOverride();
  const run = async (_: Command, work: (one: CliSession) => Promise<CommandResult>): Promise<void> => {
    answer = await work(session);
  };
  campaignCommands(program.command("campaign"), run);
  donationCommands(program.command("donation"), run, {} as CliDeps);
  for (const command of program.commands)
    for (const one of command.commands) one.exitOverride().configureOutput({ writeErr: () => undefined });
  await program.parseAsync([...argv], { from: "user" });
  if (!answer) throw new Error("no answer");
  return answer;
}

const begin = async (...more: string[]): Promise<string> => {
  const { data } = await duban("campaign", "start", "--org", "GZ-1", "--title", "暴雨救灾", "--duty", "40b", ...more);
  return (data as { case: string }).case;
};

describe("duban campaign", () => {
  it("starts a campaign, says when its first disclosure is due, and shows the next ones", async () => {
    const started = await duban(
      "campaign",
      "start",
      "--org",
      "GZ-1",
      "--title",
      "暴雨救灾",
      "--emergency",
      "--key",
      "flood",
    );
    expect(started.text).toContain("due 2031-03-08 24:00 (emergency receipts through 2031-03-08)");
    const { case: caseId } = started.data as { case: string };
    const again = await duban(
      "campaign",
      "start",
      "--org",
      "GZ-1",
      "--title",
      "暴雨救灾",
      "--emergency",
      "--key",
      "flood",
    );
    expect(again.data).toMatchObject({ case: caseId, created: false });
    const shown = await duban("campaign", "show", caseId);
    expect(shown.data).toMatchObject({
      organization: "GZ-1",
      emergency: true,
      startsOn: "2031-03-03",
      disclosures: [{ period: "2031-03-08", state: "to come" }],
    });
    expect(shown.table?.rows).toEqual([["2031-03-08", "2031-03-08 24:00", "", "", "to come", ""]]);
    const listed = await duban("campaign", "list", "--org", "GZ-1", "--open");
    expect(listed.table?.rows).toContainEqual([
      caseId,
      "GZ-1",
      "暴雨救灾",
      "open",
      "¥0.00",
      "¥0.00",
      "2031-03-08 24:00",
      "0",
    ]);
    expect(JSON.parse(JSON.stringify(listed.data))).toContainEqual(expect.objectContaining({ case: caseId, late: 0 }));
  });

  it("ends a campaign, and the response phase of an emergency", async () => {
    const caseId = await begin("--emergency", "--from", "2031-02-20", "--to", "2031-06-30");
    expect((await duban("campaign", "end", caseId, "--on", "2031-03-01", "--emergency")).data).toMatchObject({
      changed: true,
    });
    expect((await duban("campaign", "end", caseId, "--on", "2031-03-02")).text).toBe("It ends on 2031-03-02.");
    expect((await duban("campaign", "end", caseId, "--on", "2031-03-02")).data).toMatchObject({ changed: false });
    expect((await duban("campaign", "show", caseId)).data).toMatchObject({
      emergencyEndsOn: "2031-03-01",
      endedOn: "2031-03-02",
    });
  });

  it("rejects an unknown organization, campaign or duty", async () => {
    await expect(duban("campaign", "start", "--org", "GZ-9", "--title", "x")).rejects.toThrow('No organization "GZ-9"');
    await expect(duban("campaign", "list", "--org", "GZ-9")).rejects.toThrow(NotFoundError);
    await expect(duban("campaign", "show", "nowhere")).rejects.toThrow(NotFoundError);
    await expect(begin("--duty", "27")).rejects.toThrow('--duty: "27"; expected 40a or 40b');
    await expect(begin("--from", "2031-02-30")).rejects.toThrow('from: "2031-02-30"');
    await expect(duban("campaign", "start", "--org", "GZ-1")).rejects.toThrow("--title");
  });
});

describe("duban donation", () => {
  it("records receipts and use, dated today by default, and lists them", async () => {
    const caseId = await begin("--from", "2031-03-01");
    await duban(
      "donation",
      "record",
      caseId,
      "--amount",
      "12000",
      "--on",
      "2031-03-01",
      "--donor",
      "陈先生",
      "--key",
      "R1",
    );
    const spent = await duban("donation", "spend", caseId, "--amount", "300.5", "--purpose", "饮用水", "--key", "P1");
    expect(spent.text).toBe("Recorded: 1. Received ¥12,000.00, used ¥300.50, balance ¥11,699.50.");
    const again = await duban("donation", "spend", caseId, "--amount", "300.5", "--purpose", "饮用水", "--key", "P1");
    expect(again.text).toContain("Recorded: 0 (1 was on record)");
    const { table, data } = await duban("donation", "list", caseId);
    expect(table?.rows).toEqual([
      ["2031-03-03", "used", "¥300.50", "", "饮用水", "", "P1"],
      ["2031-03-01", "received", "¥12,000.00", "", "", "陈先生", "R1"],
    ]);
    expect(JSON.parse(JSON.stringify(data))).toHaveLength(2);
    now = instantAt("2031-03-03", "10:01", zone);
    await duban("donation", "spend", caseId, "--amount", "-0.5", "--purpose", "更正 P1", "--key", "P1-更正");
    const over = ["--amount", "-300.01", "--purpose", "更正 P1", "--key", "P1-再更正"];
    await expect(duban("donation", "spend", caseId, ...over)).rejects.toThrow(
      "the corrections would leave -¥0.01 used; expected a total of at least 0",
    );
    expect((await duban("donation", "list", caseId, "--limit", "1")).table?.rows).toEqual([
      ["2031-03-03", "used", "-¥0.50", "", "更正 P1", "", "P1-更正"],
    ]);
  });

  it("records what is used above what was received only with --yes", async () => {
    const caseId = await begin("--from", "2031-03-01", "--duty", "40a", "--emergency", "--declared", "一级响应");
    const spend = ["donation", "spend", caseId, "--amount", "20", "--key", "P1"];
    await expect(duban(...spend)).rejects.toThrow("a confirmation that it was paid in advance (--yes records it)");
    expect((await duban("donation", "list", caseId)).data).toEqual([]);
    expect((await duban(...spend, "--yes")).text).toContain("balance -¥20.00");
    const file = join(folder, "advance.csv");
    await writeFile(file, "on,direction,amount,key\n2031-03-02,received,10,A\n2031-03-02,used,30,B\n");
    await expect(duban("donation", "import", caseId, file)).rejects.toThrow("--yes records it");
    expect((await duban("donation", "import", caseId, file, "--yes")).data).toMatchObject({ recorded: 2 });
  });

  it("imports a sheet, all or nothing", async () => {
    now = instantAt("2031-03-05", "10:00", zone);
    const caseId = await begin("--from", "2031-03-03");
    const file = join(folder, "sheet.csv");
    await writeFile(file, "on,direction,amount,key\n2031-03-04,received,100,A\n2031-03-04,used,x,B\n");
    await expect(duban("donation", "import", caseId, file)).rejects.toThrow('row 3, column amount: "x"');
    expect((await duban("donation", "list", caseId)).data).toEqual([]);
    await writeFile(file, "on,direction,amount,key\n2031-03-04,received,100,A\n2031-03-04,used,20,B\n");
    expect((await duban("donation", "import", caseId, file)).data).toMatchObject({
      recorded: 2,
      receivedCents: "10000",
      usedCents: "2000",
    });
  });

  it("reports a missing file, and a limit that is not a number", async () => {
    const caseId = await begin();
    await expect(duban("donation", "import", caseId, join(folder, "none.csv"))).rejects.toThrow(
      'none.csv" cannot be read (ENOENT)',
    );
    await expect(duban("donation", "list", caseId, "--limit", "many")).rejects.toThrow(BadInputError);
    await expect(duban("donation", "record", "nowhere", "--amount", "1")).rejects.toThrow(NotFoundError);
  });
});
