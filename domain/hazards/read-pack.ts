import { z } from "zod";
import { BadInputError } from "../errors.ts";
import { type Cause, type Expectation, expected, unusable } from "../reasons/index.ts";
import { printable } from "../roster/cell.ts";
import { type HazardPack, packPrompts } from "./hazard-pack.ts";

/** Maximum numbers of columns (for a phone), and of rows and items (for a page). */
const most = { columns: 8, stock: 40, items: 20 };

const slug = z.string({ error: "name" }).regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: "name" });
const words = (longest: { zh: number; en: number }) => {
  const one = (length: number) =>
    z
      .string({ error: `text ${length}` })
      .refine((value) => value.trim() !== "" && value.length <= length, { error: `text ${length}` });
  return z.strictObject({ zh: one(longest.zh), en: one(longest.en) }, { error: keysMessage });
};
const keysMessage = (issue: { code?: string | undefined }): string | undefined =>
  issue.code === "unrecognized_keys" ? undefined : "fields";
const label = words({ zh: 40, en: 80 });
const short = words({ zh: 12, en: 30 });

const once = (key: "name" | "id") => (list: readonly unknown[], context: z.RefinementCtx<unknown[]>) => {
  const seen = new Set<unknown>();
  for (const [index, one] of list.entries()) {
    const value = (one as Record<string, unknown>)[key];
    if (seen.has(value)) context.addIssue({ code: "custom", message: "once", path: [index, key] });
    seen.add(value);
  }
};
const items = (longest: number, least: number) =>
  z
    .array(z.strictObject({ name: slug.refine((name) => name !== "reason", { error: "name" }), label }), {
      error: `list ${longest}`,
    })
    .min(least, { error: `list ${longest}` })
    .max(longest, { error: `list ${longest}` })
    .superRefine(once("name"));

const schema = z.strictObject({
  name: slug.max(30, { error: "name" }),
  title: short,
  measures: short,
  premises: items(most.columns, 1),
  people: items(most.columns, 1),
  stock: z
    .array(z.strictObject({ id: slug, label, minimum: z.int({ error: "minimum" }).min(0, { error: "minimum" }) }), {
      error: `list ${most.stock}`,
    })
    .min(1, { error: `list ${most.stock}` })
    .max(most.stock, { error: `list ${most.stock}` })
    .superRefine(once("id")),
  weakLinks: items(most.items, 0),
  prompts: z.partialRecord(z.enum(packPrompts), words({ zh: 40, en: 100 })),
}) satisfies z.ZodType<HazardPack>;

/** Validates a hazard pack. @throws {BadInputError} lists each invalid place, its value and what was expected */
export function readHazardPack(given: unknown): HazardPack {
  const read = schema.safeParse(given);
  if (read.success) return read.data as HazardPack;
  throw new BadInputError(...read.error.issues.flatMap((issue) => causesOf(given, issue)));
}

function causesOf(given: unknown, issue: z.core.$ZodIssue): Cause[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      unusable(placeOf([...issue.path, key]), printable(key), expected("pack-no-such-field")),
    );
  const value = issue.path.reduce<unknown>(
    (one, key) => (one as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  return [unusable(placeOf(issue.path), printed(value), expectationOf(issue.message))];
}

const placeOf = (path: readonly PropertyKey[]): string => (path.length === 0 ? "hazard" : path.map(String).join("."));
const printed = (value: unknown): string =>
  value === undefined ? "" : printable(typeof value === "string" ? value : JSON.stringify(value));

/** Parses the schema's messages: a word, and a limit. */
function expectationOf(message: string): Expectation {
  const [word, figure] = message.split(" ");
  if (word === "name") return expected("pack-name");
  if (word === "text") return expected("pack-text", { most: Number(figure) });
  if (word === "list") return expected("pack-list", { most: Number(figure) });
  if (word === "minimum") return expected("pack-minimum");
  if (word === "once") return expected("pack-once");
  return expected("pack-fields");
}
