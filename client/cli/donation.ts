import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Direction } from "../../domain/disclosure-body.ts";
import { formatYuan } from "../../domain/money.ts";
import { dutyOf } from "../../domain/packs/index.ts";
import { basisOf } from "../../domain/steps.ts";
import { basisWords } from "../../domain/words.ts";
import { dateIn } from "../../domain/zones.ts";
import { donationsOf } from "../../records/donations.ts";
import { newId } from "../../records/rows.ts";
import { campaignOf } from "../acts/campaigns.ts";
import { BadInput } from "../acts/context.ts";
import { importDonations, type Recorded, recordDonations } from "../acts/donations.ts";
import { type DonorMatter, donorMatters, raiseDonorMatter } from "../acts/donor-matters.ts";
import { notePlatform } from "../acts/platform.ts";
import type { Answer, Run } from "./answer.ts";
import { campaignGiven } from "./campaign.ts";
import { words } from "./given.ts";
import { wall } from "./shown.ts";

const actor = "administrator";

interface EntryOptions {
  amount: string;
  on?: string;
  donor?: string;
  purpose?: string;
  goods?: string;
  key?: string;
}

/** `duban donation …` */
export function donationCommands(program: Command, run: Run): void {
  const donation = program.command("donation").description("donations received and their use, of a campaign");
  const entry = (name: string, direction: Direction, description: string): Command =>
    donation
      .command(name)
      .description(description)
      .argument("<case>", "id of the campaign's case, or of its plan's")
      .requiredOption("--amount <yuan>", "such as 12345.60; of goods their value")
      .option("--on <date>", "day, YYYY-MM-DD (today)")
      .option("--purpose <text>", "what it is for")
      .option("--goods <text>", "goods, such as 棉被20床")
      .option("--key <key>", "number of the receipt or voucher: twice is once")
      .action((given: string, { on, ...options }: EntryOptions, command: Command) =>
        run(command, async (session) => {
          const caseId = await campaignGiven(session, given);
          const { zone } = await campaignOf(session.db, caseId);
          const row = { ...options, direction, on: on ?? dateIn(session.now(), zone) };
          return recorded(caseId, await recordDonations(session, { caseId, rows: [row], actor }));
        }),
      );
  entry("record", "received", "record a donation").option(
    "--donor <name>",
    "only of a donor who agreed to be named in public",
  );
  entry("spend", "used", "record what was used");

  donation
    .command("import")
    .description("record a CSV: on, direction (received or used), amount, goods, purpose, donor, key; all or nothing")
    .argument("<case>", "id of the campaign's case, or of its plan's")
    .argument("<file>", "CSV in UTF-8")
    .action((given: string, file: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const caseId = await campaignGiven(session, given);
        return recorded(caseId, await importDonations(session, { caseId, csv: await read(file), actor }));
      }),
    );

  const matter = (name: DonorMatter, argument: string, description: string): Command =>
    donation
      .command(name)
      .description(description)
      .argument("<case>", "id of the campaign's case, or of its plan's")
      .argument("<what>", argument, words)
      .option("--on <date>", "its day, YYYY-MM-DD (today)")
      .option("--key <key>", "a key of your own: twice is once")
      .action((given: string, what: string, { on, key = newId() }: { on?: string; key?: string }, command: Command) =>
        run(command, async (session) => {
          const caseId = await campaignGiven(session, given);
          const input = { caseId, matter: name, what, ...(on !== undefined && { on }), key, actor } as const;
          const { taskId, dueAt, created } = await raiseDonorMatter(session, input);
          const basis = basisOf(dutyOf("40a"), donorMatters[name].step);
          const { zone } = await campaignOf(session.db, caseId);
          return {
            data: { case: caseId, task: taskId, dueAt, created, basis },
            text: `${created ? "It is on record" : "It was on record"}: task ${taskId}, due ${wall(dueAt, zone)}${basis ? `, by ${basisWords(basis).en}` : ""}.`,
          };
        }),
      );
  matter("query", "what the donor asks", "a donor asks: to be answered within 20 days");
  matter("change-use", "the new use", "a use was changed: to be filed within 10 days of the decision");
  matter("related", "the dealings", "dealings with a related party: public within 30 days");

  donation
    .command("platform")
    .description(
      "where and when a published disclosure appeared on the unified platform (慈善中国): its public page shows both days",
    )
    .argument("<case>", "id of the campaign's case, or of its plan's")
    .requiredOption("--period <key>", "of the disclosure, as `duban campaign show` names it")
    .requiredOption("--address <url>", "its address there")
    .requiredOption("--on <date>", "the day it appeared there, YYYY-MM-DD")
    .action((given: string, options: { period: string; address: string; on: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await campaignGiven(session, given);
        const { changed } = await notePlatform(session, { caseId, ...options, actor });
        return {
          data: { case: caseId, ...options, changed },
          text: `${changed ? "Noted" : "It was noted"}: ${options.period} appeared there on ${options.on}.`,
        };
      }),
    );

  donation
    .command("list")
    .description("entries of a campaign, newest day first")
    .argument("<case>", "id of the campaign's case, or of its plan's")
    .option("--limit <n>", "at most so many", "100")
    .action((given: string, { limit }: { limit: string }, command: Command) =>
      run(command, async (session) => {
        if (!/^[1-9]\d{0,5}$/.test(limit))
          throw new BadInput(`--limit: "${limit.slice(0, 80)}"; expected a number from 1 to 999999`);
        const caseId = await campaignGiven(session, given);
        await campaignOf(session.db, caseId);
        const entries = await donationsOf(session.db, { caseId }, { limit: Number(limit) });
        return {
          data: entries.map(({ cents, caseId: _, title: __, ...one }) => ({ ...one, cents: cents.toString() })),
          table: {
            head: ["on", "direction", "amount", "goods", "purpose", "donor", "key"],
            rows: entries.map((one) => [
              one.on,
              one.direction,
              formatYuan(one.cents),
              one.goods,
              one.purpose,
              one.donor,
              one.key,
            ]),
          },
        };
      }),
    );
}

function recorded(caseId: string, { recorded, known, totals }: Recorded): Answer {
  const { received, used, receipts, uses } = totals;
  const again = known > 0 ? ` (${known} ${known === 1 ? "was" : "were"} on record)` : "";
  return {
    data: {
      case: caseId,
      recorded,
      known,
      receivedCents: received.toString(),
      usedCents: used.toString(),
      receipts,
      uses,
    },
    text: `Recorded: ${recorded}${again}. Received ${formatYuan(received)}, used ${formatYuan(used)}, balance ${formatYuan(received - used)}.`,
  };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new BadInput(`"${file}" cannot be read (${(error as NodeJS.ErrnoException).code}); expected a CSV file`);
  }
}
