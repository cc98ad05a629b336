import type { FormField } from "../../catalogue/duty.ts";
import { checklist, choice, line, must, say } from "../../catalogue/packs/fields.ts";
import type { ItemAnswer } from "../../forms/checklist.ts";
import { untilDay } from "../../messages/too-early.ts";
import type { Text } from "../../terms.ts";
import type { CaseView, Condition } from "../procedure.ts";

/** The partner's filing. */
export const partnerPlan: readonly FormField[] = [
  must(line("filing-number", "合作方募捐方案备案编号", "Filing number of the partner's plan")),
  must(
    choice("names-us", say("方案是否载明合作募捐", "Does the plan name both partners?"), {
      yes: say("已载明", "Yes"),
      no: say("未载明", "No"),
    }),
  ),
];

/** Required content of an agreement between partners (慈善法 art. 26), without exception. */
export const terms = must(
  checklist("terms", say("合作协议核对", "What the agreement says"), {
    written: say("已签订书面协议", "It is in writing and signed"),
    account: say(
      "募得款物全部进入具有公开募捐资格的慈善组织账户，由其管理",
      "All that is raised goes into the qualified charity's account and is managed by it",
    ),
    "own-name": say(
      "不具有公开募捐资格的一方不以自己名义公开募捐",
      "The unqualified partner does not raise funds in its own name",
    ),
    supervision: say(
      "具有公开募捐资格的慈善组织指导、监督合作方",
      "The qualified charity guides and supervises its partner",
    ),
  }),
);

/** Conditions: each item of a checklist in the submission is in order; the optional ones may be not applicable. */
export function allOf(field: FormField, name: string, optional: readonly string[] = []): readonly Condition[] {
  return (field.items ?? []).map((item) => ({
    name: item.name,
    text: item.label,
    holds: ({ submission }) => {
      const answers = submission[name];
      const found = Array.isArray(answers)
        ? (answers as ItemAnswer[]).find((one) => one.item === item.name)
        : undefined;
      return found?.answer === "ok" || (found?.answer === "not-applicable" && optional.includes(item.name));
    },
  }));
}

export const named: Condition = {
  name: "named",
  text: say("募捐方案须载明合作募捐的双方", "The plan must name both partners"),
  holds: ({ submission }) => submission["names-us"] === "yes",
};

/** Conditions of a start besides the steps that it comes after, which are named while they are open. */
export function beginning(): readonly Condition[] {
  const lost = (key: string, text: Text): Condition => ({
    name: key,
    text,
    holds: (view) => !given(view, key),
  });
  return [
    lost(
      "assess-partner",
      say("合作方未经评估（免除不能代替）", "The partner was not assessed; waiving it does not do"),
    ),
    lost("agreement", say("没有合作协议（免除不能代替）", "There is no agreement; waiving it does not do")),
    lost("file-plan", say("募捐方案未备案（免除不能代替）", "The plan is not filed; waiving it does not do")),
    lost(
      "partner-plan",
      say("合作方未报备募捐方案（免除不能代替）", "The partner's plan is not filed; waiving it does not do"),
    ),
    {
      name: "publish-notice",
      text: say("募捐公告尚未发布", "The solicitation notice is not published"),
      holds: ({ facts, tasks }) => facts.emergency === true || settledWell(tasks.get("publish-notice")?.state),
    },
    {
      name: "file-change",
      text: say("募捐方案的变更尚未备案", "What changed in the plan is not filed"),
      holds: ({ tasks }) => [...tasks.values()].every((task) => task.step !== "file-change" || settledWell(task.state)),
    },
    {
      name: "first-day",
      text: ({ facts: { startsOn }, today }) => {
        const { zh, en } = untilDay(String(startsOn), today);
        return say(
          `募捐方案载明的开始日期为${zh}，尚未到日期`,
          `The first day that the plan names has not come: it is ${en}`,
        );
      },
      holds: ({ facts, today }) => typeof facts.startsOn !== "string" || facts.startsOn <= today,
    },
  ];
}

/** Cancelled or waived: it will not follow. */
const given = (view: CaseView, key: string): boolean =>
  ["waived", "cancelled"].includes(view.tasks.get(key)?.state ?? "");
/** Done, or never requested. */
const settledWell = (state: string | undefined): boolean =>
  state === undefined || state === "closed" || state === "accepted";
