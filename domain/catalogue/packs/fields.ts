import type { PackPrompt } from "../../hazards/hazard-pack.ts";
import type { Text } from "../../terms.ts";
import type { Duty, EventName, FormField, Item, LineFormat } from "../duty.ts";

/** A text in both languages; a short name keeps a duty's row readable. */
export function say(zh: string, en: string): Text {
  return { zh, en };
}

/** Makes a constructor of fields of one type; no field is required before {@link must} says so. */
function fieldOf(type: Exclude<FormField["type"], "choice" | "checklist" | "matrix">) {
  return (name: string, zh: string, en: string): FormField => ({ name, type, label: say(zh, en), required: false });
}

export const text = fieldOf("text");
/** A text of one line. */
export const line = (name: string, zh: string, en: string, format: LineFormat = "words"): FormField => ({
  ...text(name, zh, en),
  line: format,
});
export const date = fieldOf("date");
/** A day of something that has happened. */
export const pastDate = (name: string, zh: string, en: string): FormField => ({ ...date(name, zh, en), past: true });
export const number = fieldOf("number");
/** A part of those whom another number counts. */
export const notAbove = (other: FormField, field: FormField): FormField => ({ ...field, notAbove: other.name });
export const money = fieldOf("money");
export const file = fieldOf("file");
export const list = fieldOf("list");

export function choice(name: string, label: Text, options: Readonly<Record<string, Text>>): FormField {
  const values = Object.entries(options).map(([value, label]) => ({ value, label }));
  return { name, type: "choice", label, required: false, options: values };
}

/** A checklist: each item is in order, has a finding, or does not apply. */
export function checklist(name: string, label: Text, items: Readonly<Record<string, Text>>): FormField {
  return { name, type: "checklist", label, required: false, items: named(items) };
}

/** A matrix: the rows of the task (people, sites, processes) by columns; an incomplete row requires a reason. */
export function matrix(name: string, label: Text, columns: Readonly<Record<string, Text>>): FormField {
  return { name, type: "matrix", label, required: false, items: named(columns) };
}

const named = (items: Readonly<Record<string, Text>>): readonly Item[] =>
  Object.entries(items).map(([name, label]) => ({ name, label }));

/** Each entry, or each finding of a checklist, starts a case of its own. */
export function raises(event: EventName, field: FormField): FormField {
  return { ...field, raises: event };
}

/** Findings are minor unless the finder states otherwise. */
export function minor(field: FormField): FormField {
  return { ...field, grade: "minor" };
}

/** Makes a field required. Use it sparingly: most people answer on a phone, in two lines. */
export function must(field: FormField): FormField {
  return { ...field, required: true };
}

/** The label is completed with a suggestion of the hazard pack. */
export function prompted(prompt: PackPrompt, field: FormField): FormField {
  return { ...field, prompt };
}

/** Gives the value that means "nothing to report", which can then be submitted with one checkbox. */
export function orNothing(zh: string, en: string, field: FormField): FormField {
  return { ...field, nothing: say(zh, en) };
}

/** Required if the other is empty: a report as text or as a file. */
export function unless(other: string, field: FormField): FormField {
  return { ...field, unless: other };
}

/** Fields of many duties. */
export const minutes = text("minutes", "会议纪要要点", "Minutes, in brief");
export const signIn = file("sign-in", "签到表", "Sign-in sheet");
export const attendance = number("attendance", "参加人数", "People present");
export const record = text("record", "工作记录", "What was done");
export const files = file("files", "附件或照片", "Files or photos");
export const result = text("result", "检查结果", "What the check showed");
export const findings = fieldOf("findings")(
  "findings",
  "发现的问题（每行一项，逐项整改）",
  "Findings, one a line; each is to be rectified",
);
export const otherFindings = fieldOf("findings")(
  "findings",
  "清单以外发现的问题（每行一项，逐项整改）",
  "Other findings, one a line; each is to be rectified",
);
export const address = line("address", "公开网址", "Public address", "address");
export const participates = choice("decision", say("是否参与", "Do we take part?"), {
  yes: say("参与", "Yes"),
  no: say("不参与", "No"),
});
const yesOrNo = { yes: say("是", "Yes"), no: say("否", "No") };
/** Fields by whose answers one duty counts for another (domain/planning/credits.ts). */
export const allStaff = choice(
  "all-staff",
  say(
    "全体工作人员是否都参加了（纪要中须写明；是则同时计入第1项）",
    "Did all staff take part? (the minutes say so; then it counts for duty 1 too)",
  ),
  yesOrNo,
);
export const materials = choice(
  "materials",
  say(
    "宣讲材料是否作为附件提交（是则同时计入本月第66项）",
    "Are the materials attached? (then it counts for duty 66 of the month too)",
  ),
  yesOrNo,
);
export const attached: FormField = { ...files, when: { field: "materials", is: "yes" } };
export const led = choice(
  "led",
  say("负责人是否参加了排查（是则同时计入第69项）", "Did a head take part? (then it counts for duty 69 too)"),
  yesOrNo,
);
export const ledBy: FormField = { ...line("led-by", "参加的负责人", "Which head"), when: { field: "led", is: "yes" } };
export const reason = text("reason", "理由", "Reason");

type Doer = Pick<Duty, "who" | "roles" | "party">;

/**
 * The roles that do a duty, by the catalogue's code. The secretariat acts for the organization as a whole. Duties of the party organization apply
 * only where there is one; duties shared by the heads and the party heads apply everywhere.
 */
export const by = {
  LR: { who: "LR", roles: ["legal-representative"] },
  PO: { who: "PO", roles: ["party-organization"], party: true },
  SEC: { who: "SEC", roles: ["secretariat"] },
  SB: { who: "SB", roles: ["supervisory-board"] },
  "HD+PH": { who: "HD+PH", roles: ["head", "party-head"] },
  ORG: { who: "ORG", roles: ["secretariat"] },
  staff: { who: "staff", roles: ["staff"] },
} as const satisfies Record<string, Doer>;
