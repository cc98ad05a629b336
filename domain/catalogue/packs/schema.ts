import { z } from "zod";
import { policyNames } from "../../escalation/policy-names.ts";
import { packPrompts } from "../../hazards/hazard-pack.ts";
import { severities } from "../../procedures/severity.ts";
import { cadences, kinds, marks, organizationTypes, registrations, roles } from "../../terms.ts";
import { type Duty, type DutyPack, events, type FormField, fieldTypes, lineFormats } from "../duty.ts";
import { DutyPackError } from "./errors.ts";

const words = z.string().refine((value) => value.trim() !== "", { error: "expected words, not an empty text" });
const text = z.strictObject({ zh: words, en: words });
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "expected kebab-case, such as `sign-in`" });

const named = z.strictObject({ name: slug, label: text, row: words.exactOptional() });
/** Maximum numbers of items in a checklist (for a page) and of columns in a matrix (for a phone). */
const most = { checklist: 60, matrix: 20 };

const ask = z
  .strictObject({
    name: slug,
    type: z.enum(fieldTypes),
    label: text,
    required: z.boolean(),
    line: z.enum(lineFormats).exactOptional(),
    past: z.literal(true).exactOptional(),
    notAbove: slug.exactOptional(),
    when: z.strictObject({ field: slug, is: slug }).exactOptional(),
    unless: slug.exactOptional(),
    options: z
      .array(z.strictObject({ value: slug, label: text }))
      .min(1)
      .exactOptional(),
    items: z.array(named).min(1).exactOptional(),
    pack: z.enum(["premises", "people", "weakLinks"]).exactOptional(),
    prompt: z.enum(packPrompts).exactOptional(),
    counted: z.literal(true).exactOptional(),
    raises: z.enum(events).exactOptional(),
    nothing: text.exactOptional(),
    grade: z.enum(severities).exactOptional(),
  })
  .refine((ask) => (ask.type === "choice") === (ask.options !== undefined), {
    error: "expected `options` for a choice, and for nothing else",
    path: ["options"],
  })
  .refine((ask) => (ask.type === "checklist" || ask.type === "matrix") === (ask.items !== undefined), {
    error: "expected `items` for a checklist or a matrix, and for nothing else",
    path: ["items"],
  })
  .refine(({ items }) => items === undefined || unique(items.map((item) => item.name)), {
    error: "expected each item's name once",
    path: ["items"],
  })
  .refine(({ type, items = [] }) => items.length <= (type === "matrix" ? most.matrix : most.checklist), {
    error: `expected at most ${most.checklist} items of a checklist, ${most.matrix} columns of a matrix`,
    path: ["items"],
  })
  .refine(({ type, items = [] }) => type !== "matrix" || items.every((item) => item.name !== "reason"), {
    error: "expected no column `reason`: each row has one of itself",
    path: ["items"],
  })
  .refine(({ type, line }) => line === undefined || type === "text", {
    error: "expected `line` for a text only",
    path: ["line"],
  })
  .refine(({ type, past }) => past === undefined || type === "date", {
    error: "expected `past` for a date only",
    path: ["past"],
  })
  .refine(({ type, counted }) => counted === undefined || type === "matrix", {
    error: "expected `counted` for a matrix only",
    path: ["counted"],
  })
  .refine(({ type, raises }) => raises === undefined || ["list", "findings", "checklist"].includes(type), {
    error: "expected `raises` for a list, findings or a checklist only",
    path: ["raises"],
  })
  .refine(
    ({ nothing, type, options = [] }) =>
      nothing === undefined || type !== "choice" || options.some(({ value }) => value === nothing.zh),
    { error: "expected one of its options for nothing", path: ["nothing"] },
  ) satisfies z.ZodType<FormField>;

const dayOfYear = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: "expected a day such as `03-31`" });

const duty = z
  .strictObject({
    number: z.string().regex(/^S?[1-9]\d*[a-z]?$/, { error: "expected a number such as `7`, `22a` or `S1`" }),
    clause: z.string().regex(/^([一二三四](\([一二三四五六七八九十]\))?\d?|.*《[^《》]+》.*)$/, {
      error: "expected a clause such as `二(二)4`, or a law's article such as `《慈善法》第七十九条`",
    }),
    quote: words,
    title: text,
    roles: z.array(z.enum(roles)).min(1, { error: "expected at least one role: a duty of nobody is never done" }),
    who: z.enum(["LR", "PO", "PH", "SEC", "SB", "HD", "HD+PH", "ORG", "staff"]),
    types: z.union([z.literal("ALL"), z.array(z.enum(organizationTypes)).min(1)]),
    party: z.literal(true).exactOptional(),
    charity: z.literal(true).exactOptional(),
    unqualified: z.literal(true).exactOptional(),
    supervised: z.boolean().exactOptional(),
    registrations: z.array(z.enum(registrations)).min(1).exactOptional(),
    mark: z.enum(marks).exactOptional(),
    cadence: z.enum(cadences).exactOptional(),
    days: z.strictObject({ opens: dayOfYear, due: dayOfYear }).exactOptional(),
    dueInNext: z.int().min(1).max(5).exactOptional(),
    due: z
      .strictObject({
        fact: z.string().min(1),
        days: z.int().exactOptional(),
        months: z.int().exactOptional(),
        roll: z.enum(["back", "forward", "none"]),
        at: z.string().exactOptional(),
        or: z.string().min(1).exactOptional(),
        deadline: slug.exactOptional(),
      })
      .exactOptional(),
    deadlines: z.array(slug).exactOptional(),
    events: z.array(z.enum(events)),
    evidence: z.array(ask).min(1, { error: "expected at least one thing asked for" }),
    done: text,
    kind: z.enum(kinds),
    policy: z.enum(policyNames, { error: `expected one of ${policyNames.join(", ")}` }),
  })
  .refine((duty) => duty.cadence !== undefined || duty.events.length > 0, {
    error: "expected a cadence or an event: otherwise the duty never comes up",
    path: ["events"],
  })
  .refine((duty) => duty.dueInNext === undefined || (duty.cadence !== undefined && duty.days === undefined), {
    error: "expected a cadence beside it, and no days of the year",
    path: ["dueInNext"],
  })
  .refine((duty) => (duty.who === "PO" || duty.who === "PH") === (duty.party === true), {
    error: "expected `party: true` for duties of the party organization or its head, and for no other",
    path: ["party"],
  })
  .refine((duty) => duty.evidence.every((ask) => ask.unless === undefined || standsFor(ask, duty.evidence)), {
    error: "expected `unless` to name another thing asked for, no checklist and no matrix",
    path: ["evidence"],
  })
  .refine((duty) => duty.evidence.every((ask) => ask.notAbove === undefined || isBounded(ask, duty.evidence)), {
    error: "expected `notAbove` of a number to name another number asked for",
    path: ["evidence"],
  })
  .refine((duty) => duty.evidence.some((ask) => ask.required || ask.unless !== undefined), {
    error: "expected at least one required thing: a submission of nothing proves nothing",
    path: ["evidence"],
  })
  .refine((duty) => unique(duty.evidence.map((ask) => ask.name)), {
    error: "expected each name once",
    path: ["evidence"],
  }) satisfies z.ZodType<Duty>;

/** Whether the alternative field of `unless` can be answered alone. */
function standsFor({ name, unless }: FormField, evidence: readonly FormField[]): boolean {
  const other = evidence.find((one) => one.name === unless);
  return other !== undefined && other.name !== name && other.type !== "checklist" && other.type !== "matrix";
}

/** What a number may not exceed is another number of the form. */
function isBounded({ name, type, notAbove }: FormField, evidence: readonly FormField[]): boolean {
  const other = evidence.find((one) => one.name === notAbove);
  return type === "number" && other?.type === "number" && other.name !== name;
}

const pack = z.strictObject({
  name: slug,
  source: text,
  cited: text.exactOptional(),
  text: z
    .strictObject({ publication: text, address: z.url(), readOn: z.string().regex(/^\d{4}-\d\d-\d\d$/) })
    .exactOptional(),
  duties: z.array(duty).min(1),
}) satisfies z.ZodType<DutyPack>;

/**
 * Validates a duty pack.
 * @throws {DutyPackError} lists every invalid duty and field, and what was expected
 */
export function checkPack(value: unknown): DutyPack {
  const checked = pack.safeParse(value);
  const name = String(at(value, ["name"]) ?? "?");
  if (!checked.success) {
    throw new DutyPackError(
      name,
      checked.error.issues.map((issue) => `${place(value, issue.path)}: ${issue.message}`),
    );
  }
  const numbers = checked.data.duties.map((duty) => duty.number);
  const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index);
  if (twice.length > 0) throw new DutyPackError(name, [`duty numbers used twice: ${[...new Set(twice)].join(", ")}`]);
  return checked.data;
}

/** Path of an error, with the duty's number instead of its index. */
function place(value: unknown, path: readonly PropertyKey[]): string {
  if (path[0] !== "duties" || typeof path[1] !== "number") return path.map(String).join(".") || "pack";
  const number = at(value, ["duties", path[1], "number"]);
  const field = path.slice(2).map(String).join(".");
  const duty = typeof number === "string" ? `duty ${number}` : `duty at position ${path[1] + 1}`;
  const wrong = at(value, path);
  const shown = wrong === undefined || typeof wrong === "object" ? "" : ` (${JSON.stringify(wrong)})`;
  return `${duty}${field ? `, ${field}` : ""}${shown}`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Record<PropertyKey, unknown>)[key];
  }
  return inner;
}

function unique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
