import { say, text } from "../../catalogue/packs/fields.ts";
import { untilDay } from "../../messages/too-early.ts";
import type { Kind } from "../../terms.ts";
import { type CaseView, isDone, type Procedure } from "../procedure.ts";
import { byLaw } from "./by-law.ts";
import { files } from "./fields.ts";

/** Code in the catalogue. */
export const matterKind = "MM" satisfies Kind;

/** The row that files a matter. */
export const matterDuty = "23";

const fifteenDaysBefore = byLaw("major-matter-filing", "matterOn");

/**
 * Major matter (clause 二(二)3, row 23; 穗社管规字〔2022〕1号): filed with the registrar and the departments concerned at least fifteen days before its day,
 * and filed again when its day or content changes. The receipt comes from the authority, so nobody in the organization verifies it. Without it the
 * matter may not take place; if it does, that is recorded with its reason, and the supervisory board and the authority are notified at once.
 * Facts: `matterOn` (its day), `late` (planned or moved after the filing was due).
 */
export const matter: Procedure = {
  workflow: "matter",
  opens: () => ["file", "hold"],
  steps: {
    file: { due: fifteenDaysBefore },
    refile: {
      title: say("重大事项变更，重新报备", "File the major matter again, as it changed"),
      due: fifteenDaysBefore,
    },
    hold: {
      title: say("登记重大事项已如期进行", "Say that the major matter took place"),
      fields: [
        text("note", "进行情况", "How it went"),
        text("anyway", "未取得报备回执仍已进行的，写明原因", "Where it took place without its receipt: why"),
        files,
      ],
      policy: "ordinary",
      due: { fact: "matterOn", roll: "none" },
      gate: [
        {
          name: "receipt",
          text: say("尚未取得重大事项报备回执", "The filing receipt of the major matter is not there"),
          holds: (view) => isDone(view, "file") || anyway(view),
        },
        {
          name: "refiled",
          text: say("变更后的重大事项尚未重新报备", "The matter changed and has not been filed again"),
          holds: (view) =>
            anyway(view) || [...view.tasks].every(([key, task]) => task.step !== "refile" || isDone(view, key)),
        },
        {
          name: "day",
          text: ({ facts: { matterOn }, today }) => {
            const { zh, en } = untilDay(String(matterOn), today);
            return say(`该事项的日期为${zh}，尚未到日期`, `The day of the matter has not come: it is on ${en}`);
          },
          holds: ({ facts, today }) => typeof facts.matterOn !== "string" || facts.matterOn <= today,
        },
      ],
      alerts: ({ anyway: reason }) =>
        typeof reason === "string" ? { audiences: ["supervisory-board", "authority"], reason } : null,
    },
  },
};

const anyway = ({ submission }: CaseView): boolean => typeof submission.anyway === "string";
