import { climbsByClock } from "../../domain/escalation/advance.ts";
import { anchorOf, askedDue } from "../../domain/escalation/anchor.ts";
import { climb } from "../../domain/escalation/ladder.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { isLate, latenessOf, lateWords } from "../../domain/tasks/lateness.ts";
import { needsHelp } from "../../domain/tasks/outlook.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import type { Text } from "../../domain/terms.ts";
import { textIn, words } from "../../domain/words.ts";
import { instantWords } from "../http/format-date.ts";
import { done } from "../words.ts";
import type { TaskView } from "./task-view.ts";

/** The parts of a task's view on which the confirmation depends. */
export type AfterAct = Pick<TaskView, "task" | "organization" | "calendar" | "policies" | "now" | "paused"> & {
  access: Pick<TaskView["access"], "language">;
};

const t = (zh: string, en: string): Text => ({ zh, en });

/** The confirmation that a page shows after an act, with the days as they now are, before D and after it. */
export function doneWords(verb: Verb, view: AfterAct): string {
  return textIn(textOf(verb, view), view.access.language);
}

function textOf(verb: Verb, view: AfterAct): Text {
  const { task } = view;
  switch (verb) {
    case "acknowledge":
      return acknowledged(view);
    case "submit":
      if (task.state === "belated")
        return t(
          "已补报，谢谢！材料已存档；本期未按期完成的记录仍然保留。",
          "Handed in. Thank you! It is kept for the record, which still says that it was not done in time.",
        );
      return task.state === "submitted" && task.verifier
        ? t(
            `已提交，谢谢！正在等待${words.role[task.verifier].zh}核验。`,
            `Submitted. Thank you! It now waits for the verdict of the ${words.role[task.verifier].en}.`,
          )
        : task.selfDeclared
          ? t(
              "已提交，谢谢！此事由本机构自行申报，没有他人核验，记录中会注明。",
              "Submitted. Thank you! It is self-declared: nobody else verifies it, and its record says so.",
            )
          : t("已提交，谢谢！此事已办结。", "Submitted. Thank you! Nothing more is to be done.");
    case "return":
      return t(
        `已退回，补正期限为${at(view, "zh-CN")}。办理人会收到原因和新的期限。`,
        `Returned, to be corrected by ${at(view, "en")}. The person responsible receives the reason and the new due time.`,
      );
    case "grant-extension":
      return t(
        `已延期至${at(view, "zh-CN")}。办理人会收到通知。`,
        `Extended until ${at(view, "en")}. The person responsible is notified.`,
      );
    case "report":
      return task.outlook && needsHelp(task.outlook)
        ? t(
            "已记录您的反馈，监督人会立即收到通知。答复之前，期限不变，提醒照常。",
            "Your report is on record, and your supervisor is notified at once. Until there is an answer, the due day and the reminders stay.",
          )
        : t("已记录您的反馈，谢谢！", "Your report is on record. Thank you!");
    case "ask-extension":
      return isLate(view.task, view.now)
        ? t(
            `延期申请已送出。该项工作${late(view).zh}，答复之前仍按原期限督办。`,
            `Your request is sent. This is ${late(view).en}; until it is answered, reminders and escalation go on.`,
          )
        : t(
            `延期申请已送出。答复之前，期限仍为${at(view, "zh-CN")}。`,
            `Your request is sent. Until it is answered, it stays due ${at(view, "en")}.`,
          );
    default:
      return done[verb];
  }
}

const at = ({ task, organization, now }: AfterAct, language: "zh-CN" | "en"): string =>
  instantWords(askedDue(task, organization.zone, now), organization.zone, language, now);

function late({ task, organization, calendar, policies, now }: AfterAct): Text {
  const by = latenessOf(
    { due: task.dueAt, zone: organization.zone, calendar, byClock: climbsByClock(task, policies) },
    now,
  );
  const long = lateWords(by);
  return by.n === 0 ? t("已到期", "past its due time") : t(`已逾期${long.zh}`, `${long.en} late`);
}

/** A reminder is announced if the ladder has one before D; after D the ladder continues. */
function acknowledged(view: AfterAct): Text {
  if (isLate(view.task, view.now))
    return t(
      `已记下：您收到了。该项工作${late(view).zh}，请尽快办理；办结之前仍会继续督办。`,
      `Noted: you have received it. It is ${late(view).en}: please do it now. Until it is done, reminders go on.`,
    );
  const next = reminder(view);
  return next
    ? t(
        `已记下：您收到了。请在${at(view, "zh-CN")}前办理；${instantWords(next, view.organization.zone, "zh-CN", view.now)}还会提醒您。`,
        `Noted: you have received it. It is due ${at(view, "en")}; you will be reminded on ${instantWords(next, view.organization.zone, "en", view.now)}.`,
      )
    : t(
        `已记下：您收到了。请在${at(view, "zh-CN")}前办理，到期前不再提醒。`,
        `Noted: you have received it. It is due ${at(view, "en")}; there is no other reminder before that.`,
      );
}

/** The next reminder to the doer before D that is sent in spite of the acknowledgement. */
function reminder({ task, organization, calendar, policies, now, paused }: AfterAct): Date | null {
  if (paused) return null;
  const policy = policyOf(task.policy, policies);
  const anchor = anchorOf(task, organization.zone, calendar);
  const others = climb(
    policy,
    anchor,
    {
      processedThrough: now,
      acknowledged: true,
      exclude: (rung) => !rung.rule.tell.some(({ audience }) => doers.includes(audience)),
    },
    now,
  );
  return others.next && others.next < task.climbDueAt ? others.next : null;
}

const doers: readonly string[] = ["doer", "holders"];
