import { z } from "@hono/zod-openapi";
import { countNames } from "../../domain/reporting/counts.ts";
import { formulaNames, lights } from "../../domain/reporting/formula.ts";
import { taskStates } from "../../domain/tasks/task-states.ts";
import { organizationTypes } from "../../domain/terms.ts";

export const instant = z.iso.datetime().openapi({ description: "ISO 8601, UTC" });
export const text = z.object({ zh: z.string(), en: z.string() });
export const whole = z.int().min(0);

const reasoned = {
  reason: z.string().openapi({ description: "One of the list of docs/cli.md." }),
  values: z.record(z.string(), z.unknown()),
  message: z.string().openapi({ description: "English; Chinese where Accept-Language asks for it." }),
};
export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().openapi({ example: "BAD_INPUT" }),
      ...reasoned,
      problems: z
        .array(z.object(reasoned))
        .optional()
        .openapi({ description: "Where several things are wrong: each." }),
      missing: z.array(z.string()).optional().openapi({ description: "Conditions that lack." }),
    }),
  })
  .openapi("Error");

/** Headers of every act. */
export const keyHeader = z.object({
  "idempotency-key": z.string().min(1).max(200).optional().openapi({
    description:
      "The same key with the same body is answered as before for 24 hours (draft-ietf-httpapi-idempotency-key-header).",
    example: "7c1b0e52-9d2f-4c47-9f0a-2f6b1a9e0d11",
  }),
});
/** Values by name, with files. */
export const formSchema = z
  .object({})
  .catchall(z.union([z.string(), z.string().openapi({ format: "binary" })]))
  .openapi({
    description: "The values by their names, and files; `photo.<field>.<item>` is a photo of an item of a checklist.",
  });

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ description: "Entries on a page." }),
  cursor: z.string().max(200).optional().openapi({ description: "`next` of the page before." }),
};
export const word = (description: string) => z.string().min(1).max(120).optional().openapi({ description });

export const organizationQuery = z.object({
  ...pageQuery,
  district: word("Of one district."),
  type: z.enum(organizationTypes).optional(),
});
export const nothing = z.object({});
export const organizationSchema = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    types: z.array(z.enum(organizationTypes)),
    district: z.string(),
    zone: z.string().openapi({ example: "Asia/Shanghai" }),
    pausedAt: instant.nullable(),
    open: whole.openapi({ description: "Tasks that wait for somebody." }),
    late: whole.openapi({ description: "Of those, the doer's that are past their due instant." }),
  })
  .openapi("Organization");

export const taskQuery = z.object({
  ...pageQuery,
  organization: word("Code or id."),
  duty: word("Number of a duty."),
  state: z
    .enum([...taskStates, "all"])
    .optional()
    .openapi({ description: "Without it: those that wait for somebody." }),
  late: z.enum(["true", "false"]).optional(),
});
/** A due instant of a task. */
export const stated = instant.nullable().openapi({
  description: "null: its term begins when what it waits for is done.",
});
export const taskFields = {
  ...{ task: z.string(), case: z.string(), organization: z.string(), organizationName: z.string() },
  ...{ duty: z.string(), step: z.string(), key: z.string(), title: text, dutyTitle: text, subject: z.string() },
  ...{ state: z.enum(taskStates), openedAt: instant, dueAt: stated, late: z.boolean() },
  ...{ settledAt: instant.nullable(), nextAt: instant.nullable(), paused: z.boolean(), setAside: z.boolean() },
};
export const taskSchema = z.object(taskFields).openapi("Task");

export const reportQuery = z.object({
  period: word("`2026-11`, `2026-Q4`, `2026-H2` or `2026`; without it the month before."),
  duty: word("Number of a duty."),
  organization: word("Code or id."),
  district: word("Of one district."),
  type: z.enum(organizationTypes).optional(),
});
const counts = z
  .object({
    ...(Object.fromEntries(countNames.map((name) => [name, whole])) as Record<
      (typeof countNames)[number],
      typeof whole
    >),
    days: z.array(whole),
  })
  .openapi("Counts");
const share = z.number().min(0).max(1).nullable();
const figures = {
  counts,
  punctuality: share,
  punctualityBefore: share,
  change: z.number().nullable(),
  medianDays: whole.nullable(),
  meanDepth: z.number().nullable(),
  score: z.number().min(0).max(100).nullable(),
  light: z.enum(lights).nullable(),
};
const period = z.object({ key: z.string(), from: z.string(), to: z.string(), first: z.string(), last: z.string() });
const group = z.object({ key: z.string(), organizations: whole.nullable(), ...figures });
export const reportSchema = z
  .object({
    ...{ period, before: period, asOf: instant, running: z.boolean() },
    scope: z.record(z.string(), z.string()),
    formula: z.object({
      formula: z.object(
        Object.fromEntries(formulaNames.map((name) => [name, z.number()])) as Record<
          (typeof formulaNames)[number],
          z.ZodNumber
        >,
      ),
      ...{ because: z.string(), setBy: z.string(), setAt: instant.nullable() },
    }),
    total: z.object(figures),
    totalBefore: z.object(figures),
    lights: z.object(
      Object.fromEntries(lights.map((light) => [light, whole])) as Record<(typeof lights)[number], typeof whole>,
    ),
    organizations: z.array(
      z.object({
        ...{ id: z.string(), code: z.string(), name: z.string(), district: z.string(), rank: whole.nullable() },
        ...figures,
      }),
    ),
    ...{ districts: z.array(group), types: z.array(group), duties: z.array(group) },
    months: z.array(z.object({ month: z.string(), counts, punctuality: share })),
  })
  .openapi("Report");

/** A page of entries, and the cursor of the next page. */
export const pageOf = <Entry extends z.ZodType>(entry: Entry) =>
  z.object({
    entries: z.array(entry),
    next: z.string().nullable().openapi({ description: "Null: this is the last." }),
  });
