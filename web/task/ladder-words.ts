import type { TaskContext } from "../../client/tasks/task-context.ts";
import { ladderOf } from "../../domain/escalation/advance.ts";
import { anchorOf } from "../../domain/escalation/anchor.ts";
import { lift, quiet, type Rung } from "../../domain/escalation/ladder.ts";
import type { Audience, Offset } from "../../domain/escalation/policy.ts";
import { rungsAfter } from "../../domain/escalation/rungs.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { find } from "../../domain/tasks/people.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { LanguageCode, Role } from "../../domain/terms.ts";
import { textIn, vacantText, word } from "../../domain/words.ts";
import { distanceWords, instantWords, plural } from "../http/format-date.ts";

/** A step of the ladder that is still to come, in words. */
export interface Ahead {
  at: Date;
  /** `3个工作日后` */
  distance: string;
  /** `11月30日（周一）09:00` */
  when: string;
  /** `告知法定代表人` */
  what: string;
}

/** Rungs looked at: every policy says all it has to say within these. */
const maxRungsRead = 60;

/** What happens if nobody does anything: the first time each audience is told, and the repetition at the end. */
export function stepsAhead(
  taskContext: TaskContext,
  now: Date,
  language: LanguageCode,
  reader: string | null,
): Ahead[] {
  const { task, organization, calendar } = taskContext;
  const { zone } = organization;
  if (isSettled(task.state) || task.waitsFor > 0) return [];
  const policy = policyOf(
    ladderOf(task.state) === "verifier" ? task.verifierPolicy : task.policy,
    taskContext.policies,
  );
  const anchor = anchorOf(task, zone, calendar);
  const ahead: Ahead[] = [];
  const heard = new Set<Audience>();
  let looked = 0;
  for (const rung of rungsAfter(policy, anchor, now)) {
    looked += 1;
    if (looked > maxRungsRead) break;
    if (task.state === "acknowledged" && quiet(rung, anchor)) continue;
    const audiences = lift(
      policy,
      anchor,
      rung,
      task.highestRung,
      task.dueRevision > 0 && task.state !== "submitted",
    ).map((telling) => telling.audience);
    const every = rung.step.every;
    const fresh = audiences.filter((audience) => !heard.has(audience));
    if (fresh.length > 0 || every || rung.step.mark) {
      const shown = every ? audiences : fresh;
      for (const audience of audiences) heard.add(audience);
      ahead.push({
        at: rung.at,
        distance: distanceWords(rung.at, now, zone, calendar, language),
        when: instantWords(rung.at, zone, language, now),
        what: whatOf(taskContext, shown, rung, language, reader),
      });
    }
    if (every) break;
  }
  return ahead;
}

function whatOf(
  taskContext: TaskContext,
  audiences: readonly Audience[],
  rung: Rung,
  language: LanguageCode,
  reader: string | null,
): string {
  const en = language === "en";
  const said: string[] = [];
  const whom = [...new Set(audiences.map((audience) => audienceWords(taskContext, audience, language, reader)))];
  const doing = audiences.every(
    (audience) => audience === (taskContext.task.state === "submitted" ? "verifier" : "doer"),
  );
  if (whom.length > 0) said.push(doing ? reminded(whom, en) : hear(whom, en));
  if (rung.step.mark) said.push(en ? "it is marked as late on the public page, for good" : "公开页记为逾期，永久保留");
  const { every } = rung.step;
  if (every) {
    const again = offsetWords(every, language);
    said.push(en ? `then every ${again}, until it is done` : `此后每${again}一次，直至办结`);
  }
  return said.join(en ? "; " : "；");
}

const several = (whom: readonly string[]): boolean => whom.length > 1 || whom[0] === "you";

const reminded = (whom: readonly string[], en: boolean): string =>
  en ? `${listed(whom)} ${several(whom) ? "are" : "is"} reminded` : `再次提醒${whom.join("、")}`;

const hear = (whom: readonly string[], en: boolean): string =>
  en ? `${listed(whom)} ${several(whom) ? "are" : "is"} notified` : `告知${whom.join("、")}`;

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

function audienceWords(
  taskContext: TaskContext,
  audience: Audience,
  language: LanguageCode,
  reader: string | null,
): string {
  const en = language === "en";
  const { people, vacant } = find(audience, taskContext.task, taskContext.holders);
  if (reader !== null && people.length === 1 && people[0] === reader) return en ? "you" : "您";
  const name = nameOf(taskContext, audience, language);
  if (!vacant) return name;
  const instead = taskContext.holders.find((holder) => holder.personId === people[0])?.role;
  const missing = textIn(vacantText(vacant), language);
  if (!instead) return en ? `${name} (${missing})` : `${name}（${missing}）`;
  const role = word("role", instead, language);
  return en ? `the ${role} (${missing})` : `${role}（${missing}）`;
}

function nameOf(taskContext: TaskContext, audience: Audience, language: LanguageCode): string {
  const en = language === "en";
  const the = (role: Role): string => (en ? `the ${word("role", role, language)}` : word("role", role, language));
  switch (audience) {
    case "doer":
      return en ? "the person responsible" : "办理人";
    case "holders":
      return the(taskContext.task.roles[0] ?? "secretariat");
    case "verifier":
      return the(taskContext.task.verifier ?? "supervisory-board");
    case "verifier-peers":
      return en
        ? `others of ${the(taskContext.task.verifier ?? "supervisory-board")}`
        : `${the(taskContext.task.verifier ?? "supervisory-board")}其他成员`;
    case "participants":
      return en ? "those who take part" : "参加人员";
    default:
      return the(audience);
  }
}

export function offsetWords({ n, unit }: Offset, language: LanguageCode): string {
  if (language === "en") return plural(n, { bd: "business day", d: "day", h: "hour", min: "minute" }[unit]);
  return `${n}${{ bd: "个工作日", d: "天", h: "小时", min: "分钟" }[unit]}`;
}
