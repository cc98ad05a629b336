import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Direction } from "../../domain/disclosure-body.ts";
import { formatYuan } from "../../domain/money.ts";
import { dateIn } from "../../domain/zones.ts";
import { donationsOf } from "../../records/donations.ts";
import { campaignOf } from "../acts/campaigns.ts";
import { BadInput } from "../acts/context.ts";
import { importDonations, type Recorded, recordDonations } from "../acts/donations.ts";
import type { Answer, Run } from "./answer.ts";

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
      .argument("<case>", "id of the campaign's case")
      .requiredOption("--amount <yuan>", "such as 12345.60; of goods their value")
      .option("--on <date>", "day, YYYY-MM-DD (today)")
      .option("--purpose <text>", "what it is for")
      .option("--goods <text>", "goods, such as 棉被20床")
      .option("--key <key>", "number of the receipt or voucher: twice is once")
      .action((caseId: string, { on, ...options }: EntryOptions, command: Command) =>
        run(command, async (session) => {
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
    .argument("<case>", "id of the campaign's case")
    .argument("<file>", "CSV in UTF-8")
    .action((caseId: string, file: string, _options: unknown, command: Command) =>
      run(command, async (session) =>
        recorded(caseId, await importDonations(session, { caseId, csv: await read(file), actor })),
      ),
    );

  donation
    .command("list")
    .description("entries of a campaign, newest day first")
    .argument("<case>", "id of the campaign's case")
    .option("--limit <n>", "at most so many", "100")
    .action((caseId: string, { limit }: { limit: string }, command: Command) =>
      run(command, async (session) => {
        if (!/^[1-9]\d{0,5}$/.test(limit))
          throw new BadInput(`--limit: "${limit.slice(0, 80)}"; expected a number from 1 to 999999`);
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
