import type { Text } from "../terms.ts";
import { t } from "../words/text.ts";

/** The checks of an audit, in the order of its output. */
export const checkNames = [
  "engine",
  "schedule",
  "round",
  "case-workflow",
  "workflow-behind",
  "workflow-orphan",
  "courier",
  "nudge",
  "case-unplanned",
  "case-idle",
  "step-missing",
  "step-late",
  "wait-endless",
  "set-aside",
  "holder-left",
  "nobody",
  "unreachable",
  "notice-late",
  "notice-held",
  "notice-stuck",
  "chain",
  "disclosure",
] as const;
export type CheckName = (typeof checkNames)[number];

/** Something that keeps a duty from being pursued. Contains ids only; the output adds names. */
export interface Gap {
  check: CheckName;
  /** Null: it concerns several organizations, or none. */
  organizationId: string | null;
  /** Id of a task, case, round, workflow or message. */
  what: string;
  /** Null: unknown. */
  since: Date | null;
  /** Number of occurrences, for a gap that stands for several. */
  count?: number;
}

export interface Check {
  /** Description of the problem. */
  title: Text;
  /** The command that repairs it, or that helps to decide. */
  repairCommand(what: string): string;
  /** `duban audit --fix` may repair it: the repair is idempotent and sends nothing twice. */
  safe: boolean;
}

const fix = (): string => "duban audit --fix";

export const checks: Readonly<Record<CheckName, Check>> = {
  engine: {
    title: t("引擎没有响应，流程是否在运行无法核对", "the engine does not answer: whether workflows run is not known"),
    repairCommand: () => "duban doctor",
    safe: false,
  },
  schedule: {
    title: t("每日计划没有排定", "the daily planner of a shard is not scheduled"),
    repairCommand: fix,
    safe: true,
  },
  round: {
    title: t("轮次没有运行，或睡过了下一步", "a round does not run, or sleeps beyond the next step of its tasks"),
    repairCommand: fix,
    safe: true,
  },
  "case-workflow": {
    title: t("事项的流程应当运行而没有运行", "a case has no workflow although it should have one"),
    repairCommand: fix,
    safe: true,
  },
  "workflow-behind": {
    title: t(
      "流程在数据库恢复之前就在运行，与现有记录不一致",
      "a workflow has run since before the database was restored, by other rows",
    ),
    repairCommand: fix,
    safe: true,
  },
  "workflow-orphan": {
    title: t("流程所办的事项不存在", "a workflow runs for a case that does not exist"),
    repairCommand: fix,
    safe: true,
  },
  courier: {
    title: t("有待发消息，发送流程没有运行", "messages are queued and their courier does not run"),
    repairCommand: fix,
    safe: true,
  },
  nudge: {
    title: t("唤醒没有送达引擎", "a nudge has not reached the engine"),
    repairCommand: fix,
    safe: true,
  },
  "case-unplanned": {
    title: t("计划应有的事项不存在", "a case of the plan does not exist"),
    repairCommand: fix,
    safe: true,
  },
  "case-idle": {
    title: t("事项未结，却没有在办的工作", "a case is open and has no open task"),
    repairCommand: (id) => `duban case show ${id}`,
    safe: false,
  },
  "step-missing": {
    title: t("在办工作没有下一步", "an open task has no next step"),
    repairCommand: fix,
    safe: true,
  },
  "step-late": {
    title: t("下一步的时间已过，没有执行", "the next step of tasks has passed and was not taken"),
    repairCommand: fix,
    safe: true,
  },
  "wait-endless": {
    title: t("工作在等待已经办结的工作", "a task waits for others that are all settled"),
    repairCommand: (id) => `duban task show ${id}`,
    safe: false,
  },
  "set-aside": {
    title: t("工作的下一步出错，已搁置", "a task is set aside because its step fails"),
    repairCommand: (id) => `duban task press ${id}`,
    safe: false,
  },
  "holder-left": {
    title: t("办理人已不在其职", "whoever does a task holds no role there any more"),
    repairCommand: fix,
    safe: true,
  },
  nobody: {
    title: t("没有人担任办理工作的职务", "nobody holds the role that does a task"),
    repairCommand: (id) => `duban task show ${id}`,
    safe: false,
  },
  unreachable: {
    title: t("办理人没有可用的地址", "nobody who does a task has a working address"),
    repairCommand: (id) => `duban task show ${id}`,
    safe: false,
  },
  "notice-late": {
    title: t("消息到时未发", "a notice is due and has not been sent"),
    repairCommand: fix,
    safe: true,
  },
  "notice-held": {
    title: t("消息到时未发：该渠道没有设置", "notices are due and their channel is not set up (SMTP_URL, SMS_URL)"),
    repairCommand: () => "duban doctor",
    safe: false,
  },
  "notice-stuck": {
    title: t("消息一直在发送中", "a notice is being sent for too long"),
    repairCommand: fix,
    safe: true,
  },
  chain: {
    title: t("记录被改动：散列值不相符", "the log of a case was changed: its hashes do not follow from each other"),
    repairCommand: (id) => `duban case show ${id}`,
    safe: false,
  },
  disclosure: {
    title: t("公示内容与散列值不相符", "a disclosure does not match its hash"),
    repairCommand: (id) => `duban case show ${id}`,
    safe: false,
  },
};

const minute = 60_000;
/** In milliseconds: a longer delay is a gap. A city's mass of notices is sent well within these times. */
export const grace = { nudge: 5 * minute, step: 10 * minute, notice: 15 * minute, plan: 60 * minute } as const;

/** The instant before which something should have happened. */
export const latestAt = (what: keyof typeof grace, now: Date): Date => new Date(now.getTime() - grace[what]);

/** Whether a planned case should exist: the planner has an hour from its opening. */
export const shouldBePlanned = (opensAt: Date, now: Date): boolean => opensAt <= latestAt("plan", now);

/** Number of gaps by check; 0 for a check that found none. */
export function countGaps(gaps: readonly Gap[]): Record<CheckName, number> {
  const counts = Object.fromEntries(checkNames.map((name) => [name, 0])) as Record<CheckName, number>;
  for (const { check, count = 1 } of gaps) counts[check] += count;
  return counts;
}
