import { hasVersion, unchanged } from "../freshness.ts";
import type { Artefact, Condition, Procedure } from "../procedure.ts";

/**
 * Freshness (clauses 一3, 二(二)2 and 四(二), rows 5, 16, 17, 18, 19, 64): what an organization must keep up to date is confirmed or renewed, by its
 * cadence and after events. A renewed plan is approved by the legal representative and read by all staff; joiners read the current one.
 */
export const freshness: Procedure = {
  askedInALine: true,
  opens: ({ duty, event, facts }) => {
    if (duty.number !== "19" || event !== "staff-joined") return [stepOfRow[duty.number] ?? "do"];
    // A joiner reads alone; without an approved plan there is nothing to read.
    return facts.version === undefined ? [] : ["read"];
  },
  steps: {
    // 一3: 社会组织法定代表人是本社会组织疫情防控工作的第一责任人
    sign: { duty: "5", own: true },
    // 二(二)2: 及时完善本社会组织疫情防控工作方案和应急预案
    plan: {
      duty: "16",
      verifier: "legal-representative",
      version: "plan",
      gate: [onFile("plan", "方案和预案", "plan")],
    },
    // 二(二)2: 熟悉属地疫情防控要求
    rules: { duty: "17", version: "rules", gate: [onFile("rules", "属地要求要点", "summary of the local rules")] },
    // 二(二)2: 熟悉属地疫情防控机构联系人
    contacts: { duty: "18", version: "contacts", gate: [onFile("contacts", "联系人名单", "list of contacts")] },
    // 二(二)2: 熟悉本社会组织防控工作方案和应急预案流程
    readers: {
      duty: "19",
      title: { zh: "请每位工作人员阅知方案和预案", en: "Have each of the staff read the plans" },
      fields: [
        {
          name: "exceptions",
          type: "list",
          label: {
            zh: "未阅人员及原因（每行一人，如“张三：病假”）",
            en: "Who has not, and why: one a line, “Li Si: on leave”",
          },
          required: false,
        },
      ],
      each: { step: "read", roles: ["staff"] },
      reads: "plan",
    },
    read: {
      duty: "19",
      title: { zh: "阅知本组织方案和预案", en: "Read our plans" },
      roles: ["staff"],
      policy: "personal",
      reads: "plan",
    },
    // 四(二): 加强与属地社区的沟通联系
    liaison: { duty: "64" },
  },
};

const stepOfRow: Readonly<Record<string, string>> = {
  "5": "sign",
  "16": "plan",
  "17": "rules",
  "18": "contacts",
  "19": "readers",
  "64": "liaison",
};

/** Only an existing version can be confirmed unchanged. */
function onFile(artefact: Artefact, zh: string, en: string): Condition {
  return {
    name: `${artefact}-on-file`,
    text: {
      zh: `尚无已存档的${zh}，无从确认“无变化”，请提交新版`,
      en: `there is no ${en} on file yet that could still hold: hand in the first version`,
    },
    holds: (view) => !unchanged(view.submission) || hasVersion(view, artefact),
  };
}
