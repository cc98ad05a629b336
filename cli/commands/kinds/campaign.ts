import type { Command } from "commander";
import { campaignOf, endCampaign, endEmergency, startCampaign } from "../../../client/kinds/campaign.ts";
import { beginCampaign, disclosedAs } from "../../../client/kinds/campaign-plan.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { coversWords, nextDisclosure, readCampaign } from "../../../domain/donations/disclosure.ts";
import { formatYuan } from "../../../domain/donations/money.ts";
import { BadInputError } from "../../../domain/errors.ts";
import { fullInstant } from "../../../domain/messages/instant-words.ts";
import { disclosureDuties } from "../../../domain/procedures/kinds/disclosure.ts";
import { fundraisingKind } from "../../../domain/procedures/kinds/fundraising.ts";
import { cause, expected, unusable } from "../../../domain/reasons/index.ts";
import { hasPassed } from "../../../domain/tasks/lateness.ts";
import { word } from "../../../domain/words.ts";
import { findCase } from "../../../records/cases/cases.ts";
import {
  type CampaignRow,
  campaignsOf,
  type DisclosureLine,
  disclosureLinesOf,
} from "../../../records/donations/campaigns.ts";
import { idOf } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { currentLanguage, say } from "../../language.ts";
import { openGate, planAbove, planCommands, plansAhead, planWords, showPlan } from "../../views/campaign-plan.ts";
import { wall } from "../../views/format.ts";

const actor = "administrator";

/** `duban campaign …` */
export function campaignCommands(campaign: Command, run: Run): void {
  startCommand(campaign, run);
  endCommand(campaign, run);
  listCommand(campaign, run);
  showCommand(campaign, run);
  planCommands(campaign, run);
}

function startCommand(campaign: Command, run: Run): void {
  campaign
    .command("start")
    .description(
      say("开始一次募捐：到期自动请求公示", "start a campaign: its disclosures are requested when they are due"),
    )
    .option(
      "--plan <case>",
      say(
        "由哪个方案开始，条件须已齐备（见 `duban campaign plan`）",
        "the plan that begins, once its gate is passed (`duban campaign plan`)",
      ),
    )
    .option(
      "--org <code>",
      say(
        "机构代码；适用于不设前置条件的机构，或应急募捐",
        "code of the organization; where no gate stands before its campaigns, or in an emergency",
      ),
    )
    .option("--title <text>", say("募捐名称", "name of the campaign"))
    .option(
      "--emergency",
      say(
        "应对重大突发事件：至少每5天公布一次；方案可在10日内补办备案",
        "it answers a major emergency: receipts at least every 5 days; a plan may be filed within 10 days",
      ),
      false,
    )
    .option(
      "--declared <text>",
      say("哪一次公布的突发事件；常态下的应急募捐必须写明", "which declared emergency; needed where all is at normal"),
    )
    .option("--from <date>", say("开始日期，YYYY-MM-DD（不写为今天）", "first day, YYYY-MM-DD (today)"))
    .option("--to <date>", say("计划结束日期，YYYY-MM-DD（不写则不定）", "planned last day, YYYY-MM-DD (open-ended)"))
    .option(
      "--duty <number>",
      say("40a：募捐；40b：只支出的项目", "40a: a campaign, 40b: a project that only spends"),
      disclosureDuties.campaign,
    )
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((options: StartOptions, command: Command) => run(command, (session) => start(session, options)));
}

function endCommand(campaign: Command, run: Run): void {
  campaign
    .command("end")
    .description(
      say(
        "登记募捐何时结束，可写将来的日期；结束后3个月内全面公开",
        "say when a campaign ended, or by a day to come when it will; full disclosure follows within 3 months",
      ),
    )
    .argument("<case>", say("募捐事项或其方案的编号", "id of the campaign's case, or of its plan's"))
    .requiredOption("--on <date>", say("结束日期，YYYY-MM-DD", "last day, YYYY-MM-DD"))
    .option("--emergency", say("只结束应急阶段", "only the response phase of the emergency"), false)
    .action((given: string, { on, emergency }: { on: string; emergency: boolean }, command: Command) =>
      run(command, async (session) => {
        const caseId = await campaignGiven(session, given);
        const { changed } = await (emergency ? endEmergency : endCampaign)(session, { caseId, endedOn: on, actor });
        const what = emergency ? say("应急阶段结束于", "Its response phase ends") : say("募捐结束于", "It ends");
        return {
          data: { case: caseId, on, changed },
          text: changed
            ? say(`${what}${on}。`, `${what} on ${on}.`)
            : say(`此前已登记：${on}。`, `That was on record: ${on}.`),
        };
      }),
    );
}

function listCommand(campaign: Command, run: Run): void {
  campaign
    .command("list")
    .description(
      say("募捐及其金额，以及下一次公布什么", "campaigns with their figures, and what is to be published next"),
    )
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--open", say("只列进行中的", "only those that go on"), false)
    .action((options: { org?: string; open: boolean }, command: Command) =>
      run(command, (session) => list(session, options)),
    );
}

function showCommand(campaign: Command, run: Run): void {
  campaign
    .command("show")
    .description(
      say("一次募捐：各期何时到期、公布、是否逾期", "a campaign: its periods, when each is due, published, late"),
    )
    .argument(
      "<case>",
      say(
        "募捐事项或其方案的编号；若为方案，列出开始前还缺什么",
        "id of the campaign's case, or of its plan's: then what its start lacks",
      ),
    )
    .action((given: string, _options: unknown, command: Command) => run(command, (session) => show(session, given)));
}

/** The case whose donations are recorded, by its own id or that of its plan. */
export const campaignGiven = async (session: CliSession, given: string): Promise<string> =>
  disclosedAs(session.db, await idOf(session.db, "case", given), session.now());

interface StartOptions {
  plan?: string;
  org?: string;
  title?: string;
  emergency: boolean;
  declared?: string;
  from?: string;
  to?: string;
  duty: string;
  key?: string;
}

async function start(session: CliSession, options: StartOptions): Promise<CommandResult> {
  const { plan, org, title, emergency, declared, from, to, duty, key } = options;
  if (plan !== undefined) {
    const other = Object.entries({ org, title, from, to, key }).find(([, value]) => value !== undefined);
    if (other) throw new BadInputError(cause("said-by-plan", { option: `--${other[0]}`, value: other[1] ?? "" }));
    const planId = await idOf(session.db, "case", plan);
    return begun(session, await beginCampaign(session, { planId, actor }));
  }
  if (org === undefined)
    throw new BadInputError(cause("option-missing", { option: "--org", instead: "--plan", expected: "org" }));
  if (title === undefined) throw new BadInputError(cause("option-missing", { option: "--title", expected: "title" }));
  if (duty !== disclosureDuties.campaign && duty !== disclosureDuties.project)
    throw new BadInputError(unusable("--duty", duty.slice(0, 80), expected("donation-duty")));
  const organization = await organizationOf(session.db, org);
  const started = await startCampaign(session, {
    organizationId: organization.id,
    duty,
    title,
    emergency,
    ...(declared !== undefined && { declared }),
    ...(key !== undefined && { key }),
    ...(from !== undefined && { startsOn: from }),
    ...(to !== undefined && { endsOn: to }),
    actor,
  });
  return begun(session, started);
}

async function begun(session: CliSession, started: { caseId: string; created: boolean }): Promise<CommandResult> {
  const row = await campaignOf(session.db, started.caseId);
  const next = upcoming(session, row, await disclosureLinesOf(session.db, { caseId: row.caseId }));
  const then = next
    ? say(
        `首次公示应于${fullInstant(next.dueAt, row.zone, "zh-CN")}前完成（${coversWords(next.period).zh}）。`,
        ` Its first disclosure is due ${fullInstant(next.dueAt, row.zone, "en")} (${coversWords(next.period).en}).`,
      )
    : "";
  const plan = await planAbove(session.db, started.caseId);
  const filing = plan && (await openGate(session.db, plan.id));
  const owed =
    filing && filing.length > 0
      ? say(`还须办理：${filing.join("；")}。`, ` Still to be done: ${filing.join("; ")}.`)
      : "";
  return {
    data: { case: started.caseId, created: started.created, ...(plan && { plan: plan.id }) },
    text: started.created
      ? say(`募捐${started.caseId}已开始。${then}${owed}`, `Campaign ${started.caseId} is started.${then}${owed}`)
      : say(`此前已有：${started.caseId}。`, `It was there already: ${started.caseId}.`),
  };
}

async function list(session: CliSession, { org, open }: { org?: string; open: boolean }): Promise<CommandResult> {
  const { db } = session;
  const rows = await campaignsOf(db, org === undefined ? {} : { organizationId: (await organizationOf(db, org)).id });
  const data: Record<string, unknown>[] = [];
  const table: string[][] = [];
  for (const row of rows) {
    if (open && row.state !== "open") continue;
    const lines = await disclosureLinesOf(db, { caseId: row.caseId });
    const next = upcoming(session, row, lines);
    const late = lines.filter((line) => line.lateAt).length;
    data.push({ ...summary(row), late, next: next && { period: next.period, dueAt: next.dueAt } });
    const due = next ? wall(next.dueAt, row.zone) : "";
    table.push([
      row.caseId,
      row.code,
      row.title,
      word("caseState", row.state, currentLanguage()),
      formatYuan(row.received),
      formatYuan(row.used),
      due,
      String(late),
    ]);
  }
  const organizationId = org === undefined ? undefined : (await organizationOf(db, org)).id;
  for (const { id, code, subject, state, late, dueAt, zone } of await plansAhead(db, organizationId, session.now())) {
    data.push({ case: id, organization: code, title: subject, state: "planned", late: late ? 1 : 0, next: null });
    const due = dueAt ? wall(dueAt, zone) : word("caseState", state, currentLanguage());
    table.push([id, code, subject, planWords("planned"), "", "", due, late ? "1" : "0"]);
  }
  return {
    data,
    table: { head: ["case", "organization", "title", "state", "received", "used", "next due", "late"], rows: table },
  };
}

async function show(session: CliSession, given: string): Promise<CommandResult> {
  const caseId = await idOf(session.db, "case", given);
  const plan = await findCase(session.db, caseId);
  if (plan?.kind === fundraisingKind) return showPlan(session, plan);
  const row = await campaignOf(session.db, caseId);
  const lines = await disclosureLinesOf(session.db, { caseId });
  const next = upcoming(session, row, lines);
  const ahead =
    next && !lines.some((line) => line.period === next.period)
      ? [{ ...next, publishedAt: null, lateAt: null, hash: null }]
      : [];
  const disclosures = [...[...lines].reverse(), ...ahead].map(({ period, dueAt, publishedAt, lateAt, hash }) => ({
    period,
    dueAt,
    publishedAt,
    lateAt,
    hash,
    state: publishedAt
      ? ("published" as const)
      : hasPassed(dueAt, session.now())
        ? ("overdue" as const)
        : ahead.length > 0 && period === next?.period
          ? ("to come" as const)
          : ("asked for" as const),
  }));
  const stands = {
    published: say("已公布", "published"),
    overdue: say("逾期", "overdue"),
    "to come": say("未到期", "to come"),
    "asked for": say("待公布", "asked for"),
  };
  return {
    data: { ...summary(row), disclosures },
    first: say(
      `${row.title}（${row.code} ${row.name}），${word("caseState", row.state, "zh-CN")}：收到${formatYuan(row.received)}，使用${formatYuan(row.used)}，结余${formatYuan(row.received - row.used)}`,
      `${row.title} (${row.code} ${row.name}), ${row.state}: received ${formatYuan(row.received)}, used ${formatYuan(row.used)}, balance ${formatYuan(row.received - row.used)}`,
    ),
    table: {
      head: ["period", "due", "published", "late", "state", "hash"],
      rows: disclosures.map((one) => [
        one.period,
        wall(one.dueAt, row.zone),
        one.publishedAt ? wall(one.publishedAt, row.zone) : "",
        one.lateAt ? say("逾期", "late") : "",
        stands[one.state],
        one.hash?.slice(0, 12) ?? "",
      ]),
    },
  };
}

/** The next disclosure to publish: the longest overdue, otherwise the next due. */
function upcoming(
  session: CliSession,
  row: CampaignRow,
  lines: readonly DisclosureLine[],
): (Pick<DisclosureLine, "period" | "dueAt"> & { id: string; caseId: string }) | null {
  if (row.state !== "open") return null;
  const awaited = lines.filter((line) => !line.publishedAt).at(-1);
  if (awaited) return awaited;
  const asked = lines.map((line) => line.period);
  const next = nextDisclosure(readCampaign(row.facts), asked, { zone: row.zone, calendar: session.calendar });
  return next && { ...next, id: "", caseId: row.caseId };
}

/** A campaign for `--json`; amounts in fen, as text. */
const summary = (row: CampaignRow): Record<string, unknown> => ({
  case: row.caseId,
  key: row.key,
  organization: row.code,
  duty: row.duty,
  title: row.title,
  state: row.state,
  ...readCampaign(row.facts),
  receivedCents: row.received.toString(),
  usedCents: row.used.toString(),
  receipts: row.receipts,
  uses: row.uses,
});
