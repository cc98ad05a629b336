import type { Text } from "../terms.ts";
import { t } from "../words/text.ts";

/** The parts that the watchdog checks. */
export const watchedParts = {
  database: t("数据库", "database"),
  engine: t("引擎", "engine"),
  relay: t("唤醒转发", "relay"),
  couriers: t("消息发送", "couriers"),
  audit: t("每晚查漏", "nightly audit"),
  gaps: t("缺口", "gaps"),
  disk: t("磁盘", "disk"),
  certificate: t("证书", "certificate"),
  calendar: t("放假安排", "calendar"),
} as const satisfies Readonly<Record<string, Text>>;
export type WatchedPart = keyof typeof watchedParts;

/** What was found wrong with each part; null: nothing. A part that could not be checked is absent. */
export type Readings = Readonly<Partial<Record<WatchedPart, Text | null>>>;

/** A problem of a part, and whether the operator was notified. */
export interface Trouble {
  wrong: Text;
  /** ISO instant of the check that first found it. */
  since: string;
  /** Number of consecutive checks that found it; and of consecutive checks after the notification that did not. */
  seen: number;
  good: number;
  told: boolean;
}

export type WatchState = Readonly<Partial<Record<WatchedPart, Trouble>>>;

/** A notification for the operator: a problem began, or is over. */
export interface Alarm {
  part: WatchedPart;
  begun: boolean;
  wrong: Text;
  since: string;
}

/** Number of consecutive checks before a notification: a problem that is gone at the next check was a restart. */
const steady = 2;

/**
 * The notifications after a check, one when a problem begins and one when it is over, and the new state. A notification stays pending until {@link
 * markSent} records that it was sent.
 */
export function evaluate(before: WatchState, readings: Readings, now: Date): { state: WatchState; alarms: Alarm[] } {
  const state: Partial<Record<WatchedPart, Trouble>> = { ...before };
  for (const [part, wrong] of Object.entries(readings) as [WatchedPart, Text | null][]) {
    const known = state[part];
    if (wrong) {
      state[part] = known
        ? { ...known, wrong, seen: known.seen + 1, good: 0 }
        : { wrong, since: now.toISOString(), seen: 1, good: 0, told: false };
    } else if (known?.told) state[part] = { ...known, seen: 0, good: known.good + 1 };
    else delete state[part];
  }
  const alarms = (Object.entries(state) as [WatchedPart, Trouble][]).flatMap(
    ([part, { wrong, since, seen, good, told }]): Alarm[] => {
      if (!told && seen >= steady) return [{ part, begun: true, wrong, since }];
      return told && good >= steady ? [{ part, begun: false, wrong, since }] : [];
    },
  );
  return { state, alarms };
}

/** The state after notifications were sent. */
export function markSent(before: WatchState, alarms: readonly Alarm[]): WatchState {
  const state: Partial<Record<WatchedPart, Trouble>> = { ...before };
  for (const { part, begun } of alarms) {
    const known = state[part];
    if (!known) continue;
    if (begun) state[part] = { ...known, told: true };
    else delete state[part];
  }
  return state;
}

/** A notification in both languages. */
export function alarmWords({ part, begun, wrong, since }: Alarm): Text {
  const name = watchedParts[part];
  const at = `${since.slice(0, 16).replace("T", " ")} UTC`;
  return begun
    ? t(`${name.zh}：${wrong.zh}（自${at}）`, `${name.en}: ${wrong.en} (since ${at})`)
    : t(`${name.zh}已恢复（自${at}起：${wrong.zh}）`, `${name.en} is well again (since ${at}: ${wrong.en})`);
}

const minute = 60_000;
const hour = 60 * minute;

/** Limits beyond which something is wrong; in milliseconds, days or shares. */
export const limits = {
  /** Maximum waiting time of a nudge. */
  lagMs: 2 * minute,
  /** Maximum delay of a due notice. */
  backlogMs: 15 * minute,
  /** Maximum age of the last audit: a night, and two hours. */
  auditAgeMs: 26 * hour,
  diskFree: 0.1,
  diskFreeBytes: 1024 ** 3,
  certificateDays: 21,
} as const;

export const silent = t("没有响应", "does not answer");

export const relayWrong = (oldest: Date | null, count: number, now: Date): Text | null => {
  if (!oldest || now.getTime() - oldest.getTime() < limits.lagMs) return null;
  const minutes = minutesSince(oldest, now);
  return t(`${count}个唤醒未送达，最早已等${minutes}分钟`, `${count} nudges wait, the oldest for ${minutes} minutes`);
};

export const couriersWrong = (oldest: Date | null, count: number, now: Date): Text | null => {
  if (!oldest || count === 0) return null;
  const minutes = minutesSince(oldest, now);
  return t(
    `${count}条消息到时未发，最早已晚${minutes}分钟`,
    `${count} notices are due, the oldest for ${minutes} minutes`,
  );
};

/** Whether the audit is overdue. @param running when the program started: a new installation has not had its first night */
export const auditWrong = (last: Date | null, running: Date, now: Date): Text | null => {
  const since = last && last > running ? last : running;
  if (now.getTime() - since.getTime() < limits.auditAgeMs) return null;
  return last
    ? t(`上次查漏在${hoursSince(last, now)}小时前`, `the last one was ${hoursSince(last, now)} hours ago`)
    : t("从未查漏", "none was made yet");
};

export const gapsWrong = (left: number): Text | null =>
  left === 0 ? null : t(`上次查漏留下${left}处，见duban audit`, `the last audit left ${left}; see duban audit`);

/** Whether the disk is nearly full. @param free free bytes @param all total bytes */
export const diskWrong = (free: number, all: number): Text | null => {
  if (free >= limits.diskFreeBytes && free >= all * limits.diskFree) return null;
  const gib = (free / 1024 ** 3).toFixed(1);
  return t(`只剩${gib} GiB`, `${gib} GiB are left`);
};

/** Whether the certificate expires soon. @param until its last instant; null: unreadable */
export const certificateWrong = (until: Date | null, now: Date): Text | null => {
  if (until === null) return t("无法读取", "cannot be read");
  const days = Math.floor((until.getTime() - now.getTime()) / (24 * hour));
  if (days >= limits.certificateDays) return null;
  return days < 0 ? t("已经过期", "has expired") : t(`${days}天后过期`, `expires in ${days} days`);
};

/**
 * Whether next year's holidays are missing. The State Council announces them in November; they are reported as missing from December on.
 * @param today local date
 */
export const calendarWrong = (announced: (date: string) => boolean, today: string): Text | null => {
  const year = Number(today.slice(0, 4)) + (today.slice(5, 7) === "12" ? 1 : 0);
  // March is after Chinese New Year, whose date no law fixes: if it is announced, so is the year.
  if (announced(`${year}-03-01`)) return null;
  return t(
    `${year}年的放假安排尚未导入（duban calendar import ${year}）`,
    `the holidays of ${year} are not imported (duban calendar import ${year})`,
  );
};

const minutesSince = (at: Date, now: Date): number => Math.floor((now.getTime() - at.getTime()) / minute);
const hoursSince = (at: Date, now: Date): number => Math.floor((now.getTime() - at.getTime()) / hour);
