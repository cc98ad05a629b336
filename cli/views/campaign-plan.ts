import type { Command } from "commander";
import {
  campaignOfPlan,
  missingOfPlan,
  organizationById,
  planCampaign,
  planOf,
} from "../../client/kinds/campaign-plan.ts";
import { cancelCampaign, movePlan } from "../../client/kinds/campaign-plan-changes.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { fundraisingKind } from "../../domain/procedures/kinds/fundraising.ts";
import { basisOf, phasesOf, titleOf } from "../../domain/procedures/steps.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import { basisWords, word } from "../../domain/words.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, findCase } from "../../records/cases/cases.ts";
import { newId } from "../../records/rows.ts";
import { tasksOfCase } from "../../records/tasks/tasks.ts";
import { type CaseLine, caseLines } from "../../records/views/listings.ts";
import { idOf, words } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { safe, wall } from "./format.ts";
import { stateWords } from "./task-words.ts";

const actor = "administrator";
/** Maximum number of plans in a list. */
const most = 1_000;

interface PlanOptions {
  org: string;
  from: string;
  to?: string;
  emergency: boolean;
  declared?: string;
  partner?: string;
  key?: string;
}

interface MoveOptions {
  from?: string;
  to?: string;
  reason?: string;
}

/** `duban campaign plan|move|cancel`: before a campaign begins. */
export function planCommands(campaign: Command, run: Run): void {
  campaign
    .command("plan")
    .description(
      say(
        "筹划一次募捐：先请办齐开始前的条件（方案备案、公告，或者合作方）",
        "plan a campaign: what must be there before it begins is asked for (filing, notice; or the partner)",
      ),
    )
    .argument("<title>", say("募捐名称", "name of the campaign"))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption(
      "--from <date>",
      say("开始日期，YYYY-MM-DD：方案须提前10日备案", "first day, YYYY-MM-DD: the plan is filed 10 days before"),
    )
    .option("--to <date>", say("计划结束日期，YYYY-MM-DD（不写则不定）", "planned last day, YYYY-MM-DD (open-ended)"))
    .option(
      "--emergency",
      say(
        "应对重大突发事件：方案可在开始后10日内补办备案",
        "it answers a major emergency: the plan may be filed within 10 days after the start",
      ),
      false,
    )
    .option(
      "--declared <text>",
      say("哪一次公布的突发事件；常态下的应急募捐必须写明", "which declared emergency; needed where all is at normal"),
    )
    .option("--partner <name>", say("有资格的合作机构名称", "whom a qualified organization raises together with"))
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((title: string, options: PlanOptions, command: Command) =>
      run(command, (session) => plan(session, title, options)),
    );

  campaign
    .command("move")
    .description(
      say(
        "更改募捐的日期；已备案的方案须重新备案",
        "move the days of a planned campaign; a plan that is filed already is filed again",
      ),
    )
    .argument("<plan>", say("方案事项的编号，或其开头几位", "id of the plan's case, or its beginning"))
    .option("--from <date>", say("新的开始日期，YYYY-MM-DD", "new first day, YYYY-MM-DD"))
    .option("--to <date>", say("新的计划结束日期，YYYY-MM-DD", "new planned last day, YYYY-MM-DD"))
    .option("--reason <text>", say("理由", "why"), words)
    .action((given: string, options: MoveOptions, command: Command) =>
      run(command, (session) => move(session, given, options)),
    );

  campaign
    .command("cancel")
    .description(
      say(
        "取消募捐及其方案；已接收捐赠的只能结束，不能取消",
        "give a campaign up, its plan with it; one that has taken donations can only end",
      ),
    )
    .argument(
      "<case>",
      say("募捐事项或其方案的编号，或其开头几位", "id of the campaign's case or of its plan's, or its beginning"),
    )
    .requiredOption("--reason <text>", say("理由", "why"), words)
    .action((given: string, { reason }: { reason: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const { changed } = await cancelCampaign(session, { caseId, reason, actor });
        return {
          data: { case: caseId, state: "cancelled", changed },
          text: changed
            ? say("募捐已取消。", "The campaign is given up.")
            : say("募捐此前已取消。", "The campaign was given up already."),
        };
      }),
    );
}

async function plan(session: CliSession, title: string, options: PlanOptions): Promise<CommandResult> {
  const { org, from, to, emergency, declared, partner, key } = options;
  const organization = await organizationOf(session.db, org);
  const { caseId, created } = await planCampaign(session, {
    organizationId: organization.id,
    key: key ?? newId(),
    title,
    startsOn: from,
    ...(to !== undefined && { endsOn: to }),
    emergency,
    ...(declared !== undefined && { declared }),
    ...(partner !== undefined && { partner }),
    actor,
  });
  const shown = await showPlan(session, await planOf(session.db, caseId));
  const late = (shown.data as { late: boolean }).late
    ? say(
        "方案备案的期限已过：一开始即为逾期。",
        " The day by which the plan is to be filed has passed: it is late from the start.",
      )
    : "";
  return {
    ...shown,
    data: { ...(shown.data as object), created },
    first: say(
      `${created ? `募捐${caseId}已列入筹划。` : `此前已有：${caseId}。`}${late}\n${shown.first}`,
      `${created ? `Campaign ${caseId} is planned.` : `It was there already: ${caseId}.`}${late}\n${shown.first}`,
    ),
  };
}

async function move(session: CliSession, given: string, { from, to, reason }: MoveOptions): Promise<CommandResult> {
  const planId = await idOf(session.db, "case", given);
  const { changed, refiled } = await movePlan(session, {
    planId,
    ...(from !== undefined && { startsOn: from }),
    ...(to !== undefined && { endsOn: to }),
    ...(reason !== undefined && { reason }),
    actor,
  });
  const shown = await showPlan(session, await planOf(session.db, planId));
  const again = refiled
    ? say("方案此前已备案：变更的内容也须备案。", " Its plan was filed already: what changed is to be filed too.")
    : "";
  return {
    ...shown,
    data: { ...(shown.data as object), changed, refiled },
    first: say(
      `${changed ? "募捐日期已更改。" : "日期本来如此。"}${again}\n${shown.first}`,
      `${changed ? "The campaign is moved." : "It stood there already."}${again}\n${shown.first}`,
    ),
  };
}

/** A planned campaign: the conditions of its gate, with days and sources, and what is missing. */
export async function showPlan(session: CliSession, found: CaseRow): Promise<CommandResult> {
  const { db } = session;
  const organization = await organizationById(db, found.organizationId);
  const { zone } = organization;
  const phases = phasesOf(dutyOf(found.duty));
  const tasks = (await tasksOfCase(db, found.id)).sort(
    (one, other) => phases.indexOf(one.step) - phases.indexOf(other.step),
  );
  const missing = await missingOfPlan(db, found, organization, session.now());
  const begun = await campaignOfPlan(db, found.id);
  const steps = tasks.map((task) => {
    const duty = dutyOf(task.duty);
    const basis = basisOf(duty, task.step);
    return {
      task: task.id,
      step: task.step,
      duty: duty.number,
      title: titleOf(duty, task.step, task.facts),
      state: task.state,
      waitsFor: task.waitsFor,
      dueAt: statedDue(task),
      basis,
    };
  });
  const state = begun ? "begun" : found.state !== "open" ? found.state : missing.length > 0 ? "planned" : "may begin";
  const stands =
    state === "begun" || state === "planned" || state === "may begin"
      ? planWords(state)
      : word("caseState", state, currentLanguage());
  return {
    data: {
      case: found.id,
      organization: organization.code,
      title: found.subject,
      state,
      startsOn: found.facts.startsOn ?? null,
      endsOn: found.facts.endedOn ?? found.facts.endsOn ?? null,
      emergency: found.facts.emergency === true,
      late: found.facts.late === true,
      partner: found.facts.partner ?? null,
      campaign: begun?.id ?? null,
      steps: steps.map(({ basis, ...step }) => ({
        ...step,
        basis: basis && { name: basis.name, source: basis.source, status: basis.status },
      })),
      missing: missing.map(({ en }) => en),
    },
    first: say(
      `${safe(found.subject)}（${organization.code}），${stands}${begun ? `：募捐${begun.id}` : ""}；自${found.facts.startsOn ?? "未定"}起`,
      `${safe(found.subject)} (${organization.code}), ${stands}${begun ? `: campaign ${begun.id}` : ""}; from ${found.facts.startsOn ?? "?"}`,
    ),
    ...(missing.length > 0 && {
      text: [
        say("开始前还缺：", "Missing before it may begin:"),
        ...missing.map((one) => `  - ${localized(one)}`),
      ].join("\n"),
    }),
    table: {
      head: ["task", "duty", "step", "state", "due", "by"],
      rows: steps.map((one) => [
        one.task,
        one.duty,
        localized(one.title),
        stateWords(one),
        one.dueAt ? wall(one.dueAt, zone) : "",
        one.basis ? localized(basisWords(one.basis)) : "",
      ]),
    },
  };
}

/** State of a plan in words. */
export const planWords = (state: "planned" | "may begin" | "begun"): string =>
  ({ planned: say("筹划中", "planned"), "may begin": say("可以开始", "may begin"), begun: say("已开始", "begun") })[
    state
  ];

/** Planned campaigns that have not begun. */
export async function plansAhead(db: Tx, organizationId: string | undefined, now: Date): Promise<CaseLine[]> {
  const filter = {
    kind: fundraisingKind,
    state: "open" as const,
    late: false,
    ...(organizationId !== undefined && { organizationId }),
  };
  return (await caseLines(db, filter, now, most)).filter((line) => line.steps.includes("begin"));
}

/** The plan of a campaign; null: it needed none. */
export async function planAbove(db: Tx, caseId: string): Promise<CaseRow | null> {
  const { parentId } = (await findCase(db, caseId)) ?? {};
  const parent = parentId ? await findCase(db, parentId) : null;
  return parent?.kind === fundraisingKind ? parent : null;
}

/** Steps of a plan that are still open, in words. */
export async function openGate(db: Tx, planId: string): Promise<string[]> {
  const tasks = await tasksOfCase(db, planId);
  return tasks.filter(({ state }) => !isSettled(state)).map(({ duty, step }) => localized(titleOf(dutyOf(duty), step)));
}
