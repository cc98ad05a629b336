import type { Command } from "commander";
import { campaignOf } from "../../../client/kinds/campaign.ts";
import { importDonations, type Recorded, recordDonations } from "../../../client/kinds/donation.ts";
import { type DonorMatter, donorMatters, raiseDonorMatter } from "../../../client/kinds/donor-matters.ts";
import { notePlatform } from "../../../client/kinds/platform.ts";
import { sheetAt } from "../../../client/sheets/sheet.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import type { Direction } from "../../../domain/donations/disclosure-body.ts";
import { formatYuan } from "../../../domain/donations/money.ts";
import { BadInputError, ConsentError } from "../../../domain/errors.ts";
import { disclosureDuties } from "../../../domain/procedures/kinds/disclosure.ts";
import { basisOf } from "../../../domain/procedures/steps.ts";
import { causeText, expected, unusable } from "../../../domain/reasons/index.ts";
import { dateIn } from "../../../domain/time/zones.ts";
import { basisWords } from "../../../domain/words.ts";
import { donationsOf } from "../../../records/donations/donations.ts";
import { newId } from "../../../records/rows.ts";
import { words } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliDeps } from "../../deps.ts";
import { localized, say } from "../../language.ts";
import { wall } from "../../views/format.ts";
import { campaignGiven } from "./campaign.ts";

const actor = "administrator";

interface EntryOptions {
  amount: string;
  on?: string;
  donor?: string;
  purpose?: string;
  goods?: string;
  key?: string;
  yes?: boolean;
}

/** `duban donation …` */
export function donationCommands(donation: Command, run: Run, deps: CliDeps): void {
  entryCommands(donation, run, deps);
  importCommand(donation, run, deps);
  matterCommands(donation, run);
  platformCommand(donation, run);
  listCommand(donation, run);
}

/** Help of `--yes`. */
const yesWords = (): string =>
  say(
    "使用多于接收（例如先行垫付）也登记，不再询问",
    "records it although more is used than was received, as when it was paid in advance, without asking",
  );

/** Records after consent, where more is used than was received. @throws {ConsentError} nobody consented */
async function withConsent(
  record: (confirmed: boolean) => Promise<Recorded>,
  yes: boolean,
  { ask }: CliDeps,
): Promise<Recorded> {
  try {
    return await record(yes);
  } catch (error) {
    if (!(error instanceof ConsentError) || !ask) throw error;
    const told = error.causes.map((one) => localized(causeText(one, "page"))).join("\n");
    if (await ask(`${told}${say("。是否登记？", ". Record it?")}`)) return record(true);
    throw error;
  }
}

function entryCommands(donation: Command, run: Run, deps: CliDeps): void {
  const entry = (name: string, direction: Direction, description: string): Command =>
    donation
      .command(name)
      .description(description)
      .argument("<case>", say("募捐事项或其方案的编号", "id of the campaign's case, or of its plan's"))
      .requiredOption("--amount <yuan>", say("例如12345.60；物资填其价值", "such as 12345.60; of goods their value"))
      .option("--on <date>", say("日期，YYYY-MM-DD（不写为今天）", "day, YYYY-MM-DD (today)"))
      .option("--purpose <text>", say("用途", "what it is for"))
      .option("--goods <text>", say("物资，例如棉被20床", "goods, such as 棉被20床"))
      .option(
        "--key <key>",
        say(
          "收据或凭证号：同一号只记一次",
          "number of the receipt or voucher, an idempotency key: the same number is recorded once",
        ),
      )
      .option("--yes", yesWords())
      .action((given: string, { on, yes = false, ...options }: EntryOptions, command: Command) =>
        run(command, async (session) => {
          const caseId = await campaignGiven(session, given);
          const { zone } = await campaignOf(session.db, caseId);
          // A key of its own, so that what is asked about and recorded then is one entry.
          const row = { key: newId(), ...options, direction, on: on ?? dateIn(session.now(), zone) };
          const record = (confirmed: boolean) => recordDonations(session, { caseId, rows: [row], actor, confirmed });
          return recorded(caseId, await withConsent(record, yes, deps));
        }),
      );
  entry("record", "received", say("登记一笔捐赠", "record a donation")).option(
    "--donor <name>",
    say("只填同意公开姓名的捐赠人", "only of a donor who agreed to be named in public"),
  );
  entry("spend", "used", say("登记一笔使用", "record what was used"));
}

function importCommand(donation: Command, run: Run, deps: CliDeps): void {
  donation
    .command("import")
    .description(
      say(
        "导入一张表：on（日期）、direction（received收到或used使用）、amount、goods、purpose、donor、key；要么全部记入，要么一笔也不记",
        "record a sheet: on, direction (received or used), amount, goods, purpose, donor, key; all or nothing",
      ),
    )
    .argument("<case>", say("募捐事项或其方案的编号", "id of the campaign's case, or of its plan's"))
    .argument("<file>", say("CSV文件（UTF-8或GBK）或XLSX文件", "CSV (UTF-8 or GBK) or XLSX"))
    .option("--yes", yesWords())
    .action((given: string, file: string, { yes = false }: { yes?: boolean }, command: Command) =>
      run(command, async (session) => {
        const caseId = await campaignGiven(session, given);
        const csv = await sheetAt(file);
        const record = (confirmed: boolean) => importDonations(session, { caseId, csv, actor, confirmed });
        return recorded(caseId, await withConsent(record, yes, deps));
      }),
    );
}

function matterCommands(donation: Command, run: Run): void {
  const matter = (name: DonorMatter, argument: string, description: string): Command =>
    donation
      .command(name)
      .description(description)
      .argument("<case>", say("募捐事项或其方案的编号", "id of the campaign's case, or of its plan's"))
      .argument("<what>", argument, words)
      .option("--on <date>", say("其日期，YYYY-MM-DD（不写为今天）", "its day, YYYY-MM-DD (today)"))
      .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
      .action((given: string, what: string, { on, key = newId() }: { on?: string; key?: string }, command: Command) =>
        run(command, async (session) => {
          const caseId = await campaignGiven(session, given);
          const input = { caseId, matter: name, what, ...(on !== undefined && { on }), key, actor } as const;
          const { taskId, dueAt, created } = await raiseDonorMatter(session, input);
          const basis = basisOf(dutyOf(disclosureDuties.campaign), donorMatters[name].step);
          const { zone } = await campaignOf(session.db, caseId);
          return {
            data: { case: caseId, task: taskId, dueAt, created, basis },
            text: say(
              `${created ? "已登记" : "此前已登记"}：工作${taskId}，截止时间${wall(dueAt, zone)}${basis ? `，依据${localized(basisWords(basis))}` : ""}。`,
              `${created ? "It is on record" : "It was on record"}: task ${taskId}, due ${wall(dueAt, zone)}${basis ? `, by ${localized(basisWords(basis))}` : ""}.`,
            ),
          };
        }),
      );
  matter(
    "query",
    say("捐赠人问什么", "what the donor asks"),
    say("捐赠人询问：须在20日内答复", "a donor asks: to be answered within 20 days"),
  );
  matter(
    "change-use",
    say("新的用途", "the new use"),
    say("用途变更：须在决定后10日内备案", "a use was changed: to be filed within 10 days of the decision"),
  );
  matter(
    "related",
    say("关联交易的内容", "the dealings"),
    say("与关联方交易：须在30日内公开", "dealings with a related party: public within 30 days"),
  );
}

function platformCommand(donation: Command, run: Run): void {
  donation
    .command("platform")
    .description(
      say(
        "登记一份公示何时在“慈善中国”发布、网址是什么：公示页同时显示两个时间",
        "where and when a published disclosure appeared on the unified platform (慈善中国): its public page shows both times",
      ),
    )
    .argument("<case>", say("募捐事项或其方案的编号", "id of the campaign's case, or of its plan's"))
    .requiredOption(
      "--period <key>",
      say("哪一期公示，见 `duban campaign show`", "of the disclosure, as `duban campaign show` names it"),
    )
    .requiredOption("--address <url>", say("在该平台的网址", "its address there"))
    .requiredOption(
      "--at <time>",
      say("在该平台发布的时间，YYYY-MM-DDTHH:MM", "when it appeared there, YYYY-MM-DDTHH:MM"),
    )
    .action((given: string, options: { period: string; address: string; at: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await campaignGiven(session, given);
        const { period, address, at } = options;
        const [on = "", time = ""] = at.trim().split(/[T ]/);
        const { changed } = await notePlatform(session, { caseId, period, address, on, time, actor });
        return {
          data: { case: caseId, period, address, on, time, changed },
          text: say(
            `${changed ? "已登记" : "此前已登记"}：${period}于${on} ${time}在该平台发布。`,
            `${changed ? "Noted" : "It was noted"}: ${period} appeared there on ${on} at ${time}.`,
          ),
        };
      }),
    );
}

function listCommand(donation: Command, run: Run): void {
  donation
    .command("list")
    .description(say("一次募捐的收支，最近的在前", "entries of a campaign, newest day first"))
    .argument("<case>", say("募捐事项或其方案的编号", "id of the campaign's case, or of its plan's"))
    .option("--limit <n>", say("最多列多少", "maximum number of rows"), "100")
    .action((given: string, { limit }: { limit: string }, command: Command) =>
      run(command, async (session) => {
        if (!/^[1-9]\d{0,5}$/.test(limit))
          throw new BadInputError(
            unusable("--limit", limit.slice(0, 80), expected("whole-number", { from: 1, to: 999_999 })),
          );
        const caseId = await campaignGiven(session, given);
        await campaignOf(session.db, caseId);
        const entries = await donationsOf(session.db, { caseId }, { limit: Number(limit) });
        return {
          data: entries.map(({ cents, caseId: _, title: __, ...one }) => ({ ...one, cents: cents.toString() })),
          table: {
            head: ["on", "direction", "amount", "goods", "purpose", "donor", "key"],
            rows: entries.map((one) => [
              one.on,
              one.direction === "used" ? say("使用", "used") : say("收到", "received"),
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

function recorded(caseId: string, { recorded, known, totals }: Recorded): CommandResult {
  const { received, used, receipts, uses } = totals;
  const again =
    known > 0 ? say(`（${known}笔此前已登记）`, ` (${known} ${known === 1 ? "was" : "were"} on record)`) : "";
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
    text: say(
      `已登记：${recorded}${again}。收到${formatYuan(received)}，使用${formatYuan(used)}，结余${formatYuan(received - used)}。`,
      `Recorded: ${recorded}${again}. Received ${formatYuan(received)}, used ${formatYuan(used)}, balance ${formatYuan(received - used)}.`,
    ),
  };
}
