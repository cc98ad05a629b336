import type { Command } from "commander";
import type { Text } from "../../domain/terms.ts";
import type { Run, WithoutSession } from "../command-result.ts";
import type { CliDeps } from "../deps.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Adds options, arguments and subcommands with their actions to a noun. */
export type Register = (command: Command, run: Run, deps: CliDeps, withoutSession: WithoutSession) => void;

export interface Noun {
  about: Text;
  /** Arguments of the noun; absent: it has subcommands, or takes none. */
  takes?: string;
  /** The noun has no subcommands. */
  alone?: true;
  load(): Promise<Register>;
}

/**
 * The nouns of the command line, in the order of the help. Only the noun that is called is loaded, because loading takes longer than running most
 * commands. A new noun is a file in this folder and an entry here.
 */
export const nouns: Readonly<Record<string, Noun>> = {
  up: {
    about: t(
      "全部启动：引擎、数据库、工作进程、门户网页、沙盒收件箱；按Ctrl-C结束",
      "start everything: engine, database, worker, portal, sandbox inbox; Ctrl-C ends it",
    ),
    alone: true,
    load: async () => (await import("./system.ts")).upCommand,
  },
  worker: {
    about: t(
      "只启动工作进程（督办轮次、发送、计划），可与其他进程并行多个",
      "a worker alone: rounds, couriers, planners; as many as are wanted beside others",
    ),
    alone: true,
    load: async () => (await import("./system.ts")).workerCommand,
  },
  portal: {
    about: t("只启动门户网页，可并行多个", "the portal alone; as many as are wanted behind one address"),
    alone: true,
    load: async () => (await import("./system.ts")).portalCommand,
  },
  migrate: {
    about: t(
      "升级数据库：旧版本的进程可继续运行",
      "bring the database up to this version, beside processes of the one before",
    ),
    alone: true,
    load: async () => (await import("./system.ts")).migrateCommand,
  },
  deploy: {
    about: t(
      "版本化部署：指定由哪个版本处理此后开始的流程",
      "versioned workers: set the build that runs new workflows",
    ),
    takes: "<build>",
    alone: true,
    load: async () => (await import("./system.ts")).deployCommand,
  },
  demo: {
    about: t("示例城市，时钟可以拨动", "the sample city with a clock that can be moved"),
    alone: true,
    load: async () => (await import("./system.ts")).demoCommand,
  },
  doctor: {
    about: t("逐项检查，说明哪里不对、怎么处理", "check each part; report what is wrong and how to repair it"),
    alone: true,
    load: async () => (await import("./system.ts")).doctorCommand,
  },
  audit: {
    about: t(
      "查漏：每项在办工作是否有流程、下一步、办理人和地址，计划内的事项、消息和记录是否齐全；--fix处理可以安全处理的",
      "look for what would be forgotten: tasks without a workflow, a next step, a person or an address; cases, notices and logs that are missing or changed; --fix repairs what is safe",
    ),
    alone: true,
    load: async () => (await import("./audit.ts")).auditCommand,
  },
  backup: {
    about: t(
      "备份：把数据库某一刻的全部内容写入一个新文件夹，附清单和散列值",
      "back up all that the database holds at one instant into a new folder, with a manifest and hashes",
    ),
    takes: "<folder>",
    alone: true,
    load: async () => (await import("./backup.ts")).backupCommand,
  },
  restore: {
    about: t(
      "恢复：核对备份后写入空数据库；之后用 `duban audit --fix` 与引擎对齐",
      "check a backup and write it into an empty database; `duban audit --fix` joins it with the engine",
    ),
    takes: "<folder>",
    alone: true,
    load: async () => (await import("./backup.ts")).restoreCommand,
  },
  clock: {
    about: t("演示的时间：现在到哪里，或者拨动它", "show or move the demo's time"),
    takes: "[to]",
    alone: true,
    load: async () => (await import("./system.ts")).clockCommand,
  },
  org: { about: t("机构", "organizations"), load: async () => (await import("./org.ts")).orgCommands },
  person: {
    about: t("人员及其职务", "people and the roles they hold"),
    load: async () => (await import("./person.ts")).personCommands,
  },
  site: {
    about: t("机构的工作场所", "the places where an organization works"),
    load: async () => (await import("./site.ts")).siteCommands,
  },
  duty: {
    about: t("目录中的职责，以及另行设定的内容", "duties of the catalogue and their settings"),
    load: async () => (await import("./duty.ts")).dutyCommands,
  },
  credit: {
    about: t(
      "同时计入：办结一项职责时，不再另行要求的另一项",
      "credits: a duty that is done counts for another, which is not requested again",
    ),
    load: async () => (await import("./credit.ts")).creditCommands,
  },
  policy: {
    about: t(
      "督办规则，即何时告知谁（list、show、set）",
      "escalation policies: who is notified when (list, show, set)",
    ),
    load: async () => (await import("./policy.ts")).policyCommands,
  },
  level: {
    about: t(
      "各类风险的等级（常态、预警、应急响应）：各项职责的周期随之而定",
      "levels of hazards (normal, watch, response), which set how often duties recur",
    ),
    load: async () => (await import("./level.ts")).levelCommands,
  },
  calendar: {
    about: t("放假安排（import）", "the holidays of a year (import)"),
    load: async () => (await import("./calendar.ts")).calendarCommands,
  },
  simulate: {
    about: t(
      "推演：一段时间内有哪些事项、办理几次、收到多少邮件和短信，只作推算，不作任何更改",
      "simulate a period: which tasks open, how often people act, how many mails and SMS they get; nothing is changed",
    ),
    alone: true,
    load: async () => (await import("./simulate.ts")).simulateCommand,
  },
  circular: {
    about: t(
      "向多家机构下发的文件：政策和号召，以及各自进展",
      "circulars of an authority to many organizations: policies and calls, and their progress",
    ),
    load: async () => (await import("./kinds/circular.ts")).circularCommands,
  },
  campaign: {
    about: t("需要公示捐赠的募捐和项目", "campaigns and projects whose donations are disclosed"),
    load: async () => (await import("./kinds/campaign.ts")).campaignCommands,
  },
  donation: {
    about: t("一次募捐收到的捐赠及其使用", "donations received and their use, of a campaign"),
    load: async () => (await import("./kinds/donation.ts")).donationCommands,
  },
  case: {
    about: t(
      "机构办理一项职责的一件事项：一次演练、一次整改、一个月的检查",
      "an organization's run of a duty: a drill, a rectification, a month's check",
    ),
    load: async () => (await import("./case.ts")).caseCommands,
  },
  verify: {
    about: t(
      "核对一件事项的卷宗：清单、每个文件和记录是否一致，哪里被改动",
      "check the dossier of a case: whether manifest, files and log agree, and what was changed",
    ),
    takes: "<file>",
    alone: true,
    load: async () => (await import("./verify.ts")).verifyCommand,
  },
  version: {
    about: t(
      "机构留存文本的各个版本：预案、联系方式、制度；由谁编写、批准、阅读",
      "dated versions of what an organization keeps: its plan, contacts, rules; who wrote, approved and read them",
    ),
    load: async () => (await import("./kinds/version.ts")).versionCommands,
  },
  task: {
    about: t("一个职务须在某一时间前完成的工作", "tasks: what one role must do by an instant"),
    load: async () => (await import("./task.ts")).taskCommands,
  },
  event: {
    about: t("发生的事情，以及由此开始的职责", "what happens, and the duties that it starts"),
    load: async () => (await import("./event.ts")).eventCommands,
  },
  drill: {
    about: t(
      "演练：定日期、通知人员、举行、评估",
      "drills: a date is set, people are called, it is held and evaluated",
    ),
    load: async () => (await import("./kinds/drill.ts")).drillCommands,
  },
  matter: {
    about: t(
      "重大事项：提前15日报备，取得回执后举行",
      "major matters: filed 15 days before, held with the receipt in hand",
    ),
    load: async () => (await import("./kinds/matter.ts")).matterCommands,
  },
  rectification: {
    about: t("发现的问题，整改并核验", "findings that are rectified and verified"),
    load: async () => (await import("./kinds/rectification.ts")).rectificationCommands,
  },
  opinion: {
    about: t(
      "意见、困难和诉求：受理、转报或解决、答复（网页表单：/o/<机构代码>/raise）",
      "opinions, difficulties and requests: taken up, relayed or resolved, and answered (form: /o/<code>/raise)",
    ),
    load: async () => (await import("./kinds/opinion.ts")).opinionCommands,
  },
  inspection: {
    about: t(
      "按清单检查：发现的每个问题另行开始一件事项",
      "inspections by checklist: each finding opens a case of its own",
    ),
    load: async () => (await import("./kinds/inspection.ts")).inspectionCommands,
  },
  hazard: {
    about: t(
      "隐患和事件：上报、一小时内受理、处置、销号、复盘",
      "hazards and incidents: reported, taken up within the hour, dealt with, closed, looked back on",
    ),
    load: async () => (await import("./kinds/hazard.ts")).hazardCommands,
  },
  project: {
    about: t(
      "志愿服务项目：公布需求、招募和培训志愿者、每周检查、报送情况",
      "volunteer projects: need published, volunteers recruited and trained, checked weekly, reported",
    ),
    load: async () => (await import("./kinds/project.ts")).projectCommands,
  },
  gathering: {
    about: t(
      "活动：核对是否符合章程，安全方案经负责人批准后举办，并报送记录",
      "gatherings: checked against the charter, their safety plan approved by the head, held, reported",
    ),
    load: async () => (await import("./kinds/gathering.ts")).gatheringCommands,
  },
  call: {
    about: t(
      "响应号召：按三项条件研判，先落实自身防护，再确定人员、开展服务、报送情况",
      "calls to action: weighed by three tests, own protection first, who serves, service, report",
    ),
    load: async () => (await import("./call.ts")).callCommands,
  },
  status: {
    about: t(
      "整体情况：机构、在办工作、今日消息、等待处理的",
      "how things stand: organizations, open tasks, messages of today, what waits",
    ),
    alone: true,
    load: async () => (await import("./status.ts")).statusCommands,
  },
  overdue: {
    about: t(
      "逾期工作，最严重的在前：逾期多久、最近告知了谁、接下来做什么",
      "late tasks, the latest first: how late, who was notified last, what comes next",
    ),
    alone: true,
    load: async () => (await import("./status.ts")).overdueCommands,
  },
  view: {
    about: t(
      "督办台的筛选条件，以名称保存；可查看、每周发送、删除",
      "filters of the board under a name: shown, mailed each week, removed",
    ),
    load: async () => (await import("./view.ts")).viewCommands,
  },
  report: {
    about: t(
      "某一期间履职情况的报表：按期率、排名、与上期比较；通报草稿、CSV、XLSX",
      "how duties were done in a period: punctuality, ranking, against the one before; a bulletin to edit, CSV, XLSX",
    ),
    load: async () => (await import("./report.ts")).reportCommands,
  },
  why: {
    about: t(
      "为什么发出一条消息：条款、规则、收件人、日期如何推移、结果如何；或一件事项由何而来、与什么同时计入",
      "why a message was sent: the clause, the rule, the person, each shift of its day, and what became of it; or why a case came up, and what counts for it",
    ),
    takes: "<message>",
    alone: true,
    load: async () => (await import("./why.ts")).whyCommands,
  },
  token: {
    about: t("程序接口的令牌：签发、停用、最近使用", "tokens by which programs use the HTTP API"),
    load: async () => (await import("./token.ts")).tokenCommands,
  },
  webhook: {
    about: t(
      "有事发生时通知程序的接收地址：登记、试验、重发、暂停",
      "addresses to which events are sent, for programs",
    ),
    load: async () => (await import("./webhook.ts")).webhookCommands,
  },
  board: {
    about: t(
      "打开督办台的新链接：管理员的，或某位监督人的（只看其监督的机构）",
      "a new link that opens the board: of the administrator, or of a person for the organizations they supervise",
    ),
    takes: "[person]",
    alone: true,
    load: async () => (await import("./board.ts")).boardCommands,
  },
};
