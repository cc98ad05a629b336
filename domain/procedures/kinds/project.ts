import { type Profile, typesOf } from "../../catalogue/applies.ts";
import type { Facts } from "../../catalogue/due-rule.ts";
import {
  address,
  file,
  files,
  findings,
  list,
  matrix,
  must,
  number,
  result,
  say,
  text,
} from "../../catalogue/packs/fields.ts";
import type { Kind } from "../../terms.ts";
import type { Procedure } from "../procedure.ts";
import { protection } from "./protection.ts";

/** Code in the catalogue. */
export const projectKind = "VG" satisfies Kind;

/** The row that trains volunteers. */
export const trainingDuty = "42";

/**
 * Volunteer project (clauses 三(一)1 and 三(三), rows 34 and 41–43; row 9 before anybody serves): publish the need, recruit, train, serve only when
 * trained and protected, check the measures weekly while it runs, report at the end.
 */
export const project: Procedure = {
  workflow: "project",
  beginsAtOnce: true,
  opens: () => ["needs", "protection", "recruit"],
  // A hub's project belongs to row 34; a volunteer organization's to rows 41 to 43.
  leads: ({ organization }) => (runsSupport(organization) ? "34" : "41"),
  steps: {
    needs: {
      title: say("发布志愿服务需求", "Publish the need for volunteers"),
      fields: [must(address), must(number("needed", "所需人数", "Volunteers needed")), files],
      duty: "41",
      // Not after the day on which the volunteers begin.
      latest: { fact: "startsOn", days: -3, roll: "back" },
    },
    protection: { ...protection("41", "34"), due: { fact: "startsOn", days: -1, roll: "back" } },
    recruit: {
      title: say("招募志愿者并登记名单", "Recruit volunteers and put them on the register"),
      fields: [
        must(
          list(
            "roster",
            "志愿者（每行一人，写姓名、电子邮箱、手机号之一；新招募的请先由管理员登记为志愿者）",
            "Volunteers, one a line, each by name, e-mail address or telephone number (the administrator adds new ones first)",
          ),
        ),
      ],
      duty: ["42", "34"],
      due: { fact: "startsOn", days: -3, roll: "back" },
      enlists: { field: "roster", role: "volunteer" },
    },
    train: {
      title: say("上岗前培训", "Train before service"),
      fields: [
        must(
          matrix("training", say("培训情况（未培训者不得上岗）", "Who was trained; nobody else may serve"), {
            trained: say("已培训", "Trained"),
          }),
        ),
        file("sign-in", "签到表", "Sign-in sheet"),
      ],
      duty: "42",
      due: { fact: "startsOn", days: -1, roll: "back" },
    },
    check: {
      title: say("检查项目防控措施落实情况", "Check the measures of the project"),
      fields: [must(result), findings, files],
      duty: "43",
      cadence: "weekly",
    },
    report: {
      title: say("提交项目报告", "Report on the project"),
      fields: [
        must(text("report", "项目情况", "Project report")),
        number("served", "服务人次", "People served"),
        files,
      ],
      due: { fact: "endsOn", days: 10, roll: "forward" },
    },
  },
};

/** Whether it is a hub, whose projects support others. If it is a volunteer organization too, rows 41 to 43 apply as well. */
export const runsSupport = (organization: Profile): boolean => typesOf(organization).includes("HUB");

/** Ids of the people on a case's register, in the order in which they were added. */
export const peopleOf = ({ people }: Facts): string[] =>
  Array.isArray(people) ? people.filter((one) => typeof one === "string") : [];

/** People on duty, with their first day (YYYY-MM-DD). */
export function onDutyOf({ onDuty }: Facts): Record<string, string> {
  if (typeof onDuty !== "object" || onDuty === null) return {};
  return Object.fromEntries(
    Object.entries(onDuty).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Key of a training; people who join later are trained in another one. */
export const training = (round: number): string => (round > 1 ? `train:${round}` : "train");
