import { choice, file, files, findings, must, number, record, say, text } from "../../catalogue/packs/fields.ts";
import { untilDay } from "../../messages/too-early.ts";
import type { Kind } from "../../terms.ts";
import { type CaseView, isDone, type Procedure } from "../procedure.ts";

/** Code in the catalogue. */
export const gatheringKind = "AG" satisfies Kind;

/** The row that plans and holds one. */
export const gatheringDuty = "22c";

/** Key of a step in a round of approval; each change of day or place begins another round. */
export const inRound = (step: "approve" | "unapproved", round: unknown): string =>
  typeof round === "number" && round > 1 ? `${step}:${round}` : step;

const phases = ["charter", "approve", "unapproved", "hold", "report"];

/** The current plan is approved, or it is recorded that the gathering was held without approval. */
const approved = (view: CaseView): boolean =>
  isDone(view, inRound("approve", view.facts.round)) ||
  [...view.tasks.values()].some(({ step, result }) => step === "unapproved" && result.happened === "held");

/**
 * Gathering (clauses 二(二)3 and 三(一)2, rows 22c and 35): check it against the charter, have its safety plan approved by the head, hold it, record and
 * report it. A change of day or place requires a new approval.
 */
export const gathering: Procedure = {
  workflow: "gathering",
  beginsAtOnce: true,
  opens: () => ["charter", "approve", "hold"],
  leads: () => "22c",
  // "Unapproved" is a phase only of gatherings that were held without approval.
  phases: (_, asked) => phases.filter((step) => asked.length === 0 || step !== "unapproved" || asked.includes(step)),
  steps: {
    charter: {
      title: say("核对活动是否符合章程", "Check the gathering against the charter"),
      fields: [must(text("charter", "章程依据", "What the charter says")), files],
      duty: "35",
      due: { fact: "date", days: -1, roll: "back" },
    },
    approve: {
      title: say("提交活动安全方案，由负责人批准", "File the safety plan of the gathering for the head's approval"),
      fields: [
        must(text("plan", "安全方案", "Safety plan")),
        number("people", "预计参加人数", "People expected"),
        files,
      ],
      duty: "22c",
      verifier: "head",
      due: { fact: "date", days: -1, roll: "back" },
      verdictBy: { fact: "date", days: -1, roll: "back" },
    },
    unapproved: {
      title: say(
        "活动日已到而安全方案未获批准：说明情况",
        "The day has come without an approved safety plan: say what happened",
      ),
      fields: [
        must(
          choice("happened", say("实际情况", "What happened"), {
            off: say("活动已取消", "It is called off"),
            held: say("活动未经批准已举行", "It was held without approval"),
          }),
        ),
        must(text("note", "情况说明", "How it came to this")),
        findings,
      ],
      duty: "22c",
      roles: ["supervisory-board"],
      due: { fact: "date", roll: "forward" },
      ends: ({ happened }) => happened === "off",
    },
    hold: {
      title: say("举行活动并提交记录", "Hold the gathering and submit its record"),
      fields: [must(record), must(number("attendance", "参加人数", "People present")), findings, files],
      duty: "22c",
      after: ["charter", "approve"],
      due: { fact: "date", days: 3, roll: "forward" },
      gate: [
        {
          name: "approval",
          text: say(
            "安全方案尚未经负责人批准（二（二）3）",
            "The head has not approved the safety plan (clause 二(二)3)",
          ),
          holds: approved,
        },
        {
          name: "day",
          text: ({ facts: { date }, today }) => {
            const { zh, en } = untilDay(String(date), today);
            return say(`活动日期为${zh}，活动未到日期`, `The day of the gathering has not come: it is on ${en}`);
          },
          holds: ({ facts, today }) => typeof facts.date !== "string" || facts.date <= today,
        },
      ],
    },
    report: {
      title: say("提交活动报告", "Report on the gathering"),
      fields: [must(text("report", "活动情况", "Report")), file("materials", "活动材料", "Materials")],
      duty: "35",
      due: { fact: "date", days: 10, roll: "forward" },
    },
  },
};
