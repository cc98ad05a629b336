import type { Ask, Duty } from "./duty.ts";
import type { Offset } from "./policy.ts";
import type { Kind, Role, Text } from "./terms.ts";

/** A step of a procedure: its words, its form, who does it and who verifies it. Data that the action page, the CLI and the workflows share. */
export interface Step {
  /** What is to be done; absent: the duty's own title. */
  title?: Text;
  /** The form; absent: the duty's evidence. */
  asks?: readonly Ask[];
  /** Absent: the duty's roles. */
  roles?: readonly Role[];
  /** Role that verifies a submission; absent: a submission settles it. */
  verifier?: Role;
  /** Absent: the duty's policy. */
  policy?: string;
  /** Term when nothing else gives the due instant; absent: the policy's. */
  term?: Offset;
}

const note: Ask = { name: "note", type: "text", label: { zh: "情况说明", en: "What was done" }, required: true };
const files: Ask = { name: "files", type: "file", label: { zh: "照片或文件", en: "Photos or files" }, required: false };

const procedures: Record<string, Record<string, Step>> = {
  DR: {
    "set-date": {
      title: { zh: "确定演练日期并提交演练方案", en: "Set the date of the drill and file its plan" },
      asks: [
        { name: "date", type: "date", label: { zh: "演练日期", en: "Date of the drill" }, required: true },
        { name: "plan", type: "text", label: { zh: "演练方案", en: "Plan of the drill" }, required: true },
        files,
      ],
      policy: "drill-date",
    },
    hold: {
      title: { zh: "组织演练并提交记录", en: "Hold the drill and hand in its record" },
      asks: [
        { name: "record", type: "text", label: { zh: "演练记录", en: "Record of the drill" }, required: true },
        {
          name: "attendance",
          type: "list",
          label: { zh: "参加人员(每行一人)", en: "Who took part (one a line)" },
          required: true,
        },
        files,
      ],
      policy: "drill-hold",
    },
    evaluate: {
      title: { zh: "评估演练并列出差距", en: "Evaluate the drill and name the gaps" },
      asks: [
        { name: "evaluation", type: "text", label: { zh: "评估结论", en: "Evaluation" }, required: true },
        {
          name: "gaps",
          type: "findings",
          label: { zh: "发现的差距(每行一项,没有则留空)", en: "Gaps found (one a line; none: leave it empty)" },
          required: false,
        },
      ],
      policy: "drill-evaluation",
    },
  },
  RX: {
    fix: {
      title: { zh: "完成整改并提交证明", en: "Mend it and hand in the evidence" },
      asks: [note, files],
      roles: ["secretariat"],
      verifier: "supervisory-board",
    },
  },
  DD: {
    publish: {
      title: { zh: "核对并公布款物接收、使用情况", en: "Check and publish what was received and used" },
      asks: [
        {
          name: "statement",
          type: "text",
          label: { zh: "公布说明(可留空)", en: "A word with the figures (may be empty)" },
          required: false,
        },
      ],
    },
  },
};

const plain: Step = {};

/** @param step e.g. `do`, `set-date`; an unknown one is the duty itself */
export function stepOf(kind: Kind, step: string): Step {
  return procedures[kind]?.[step] ?? plain;
}

export const titleOf = (duty: Duty, step: string): Text => stepOf(duty.kind, step).title ?? duty.title;
export const asksOf = (duty: Duty, step: string): readonly Ask[] => stepOf(duty.kind, step).asks ?? duty.evidence;
