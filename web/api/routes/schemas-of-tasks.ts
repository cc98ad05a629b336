import { z } from "@hono/zod-openapi";
import { fieldTypes } from "../../../domain/catalogue/duty.ts";
import { outlooks, reportCadences } from "../../../domain/tasks/outlook.ts";
import { taskStates, type Verb, verbs } from "../../../domain/tasks/task-states.ts";
import { caseStates } from "../../../domain/terms.ts";
import { instant, stated, taskFields, taskSchema, text, whole } from "../schemas.ts";

export const taskParams = z.object({ task: z.string().min(1).max(40).openapi({ description: "Id of the task." }) });
export const caseParams = z.object({ case: z.string().min(1).max(40).openapi({ description: "Id of the case." }) });

const reason = z.string().trim().min(1).max(4_000);
const day = z.string().min(1).max(40).openapi({
  description: "`YYYY-MM-DD` (18:00 in the zone of the organization) or `YYYY-MM-DDTHH:MM`.",
  example: "2026-12-31",
});
const person = z.string().trim().min(1).max(200).openapi({ description: "Id, e-mail address or telephone number." });
const none = z.strictObject({});
const values = z.record(z.string(), z.string()).openapi({
  description: "Answers by the names of the fields of the form, as `GET /api/v1/tasks/{task}` lists them.",
});

interface VerbRoute {
  summary: string;
  body: z.ZodType<VerbBody>;
}
/** Fields of an act on a task; each verb uses some of them. */
export interface VerbBody {
  reason?: string | undefined;
  until?: string | undefined;
  to?: string | undefined;
  status?: (typeof outlooks)[number] | undefined;
  every?: (typeof reportCadences)[number] | undefined;
}

/** Every verb except `submit`, whose body depends on the form. */
export const verbRoutes: Readonly<Record<Exclude<Verb, "submit">, VerbRoute>> = {
  acknowledge: { summary: "Acknowledge: reminders stop until the last day", body: none },
  accept: { summary: "Accept what was submitted, as its verifier", body: none },
  return: {
    summary: "Return what was submitted, with a reason",
    body: z.strictObject({ reason, until: day.optional() }),
  },
  "ask-extension": { summary: "Ask for more time, as its doer", body: z.strictObject({ reason, until: day }) },
  "grant-extension": {
    summary: "Give more time: as was asked, or until a day",
    body: z.strictObject({ until: day.optional(), reason: reason.optional() }),
  },
  "refuse-extension": { summary: "Refuse what was asked", body: z.strictObject({ reason }) },
  delegate: { summary: "Pass it on, as its doer", body: z.strictObject({ to: person }) },
  reassign: { summary: "Name another doer", body: z.strictObject({ to: person }) },
  report: {
    summary: "Report progress; at risk or blocked, the supervisor is told at once",
    body: z.strictObject({ status: z.enum(outlooks), reason: reason.optional() }),
  },
  "ask-reports": {
    summary: "Ask for regular reports until it is due",
    body: z.strictObject({ every: z.enum(reportCadences), reason: reason.optional() }),
  },
  "not-mine": { summary: "Say that it is somebody else's", body: z.strictObject({ reason }) },
  "take-on": { summary: "Do it oneself, as a supervisor", body: none },
  press: { summary: "Remind the doer at once", body: z.strictObject({ reason: reason.optional() }) },
  waive: { summary: "Waive it: it need not be done", body: z.strictObject({ reason }) },
  move: { summary: "Move its due instant", body: z.strictObject({ until: day }) },
  cancel: { summary: "Cancel it", body: z.strictObject({ reason }) },
};

export const submissionBody = z.strictObject({ values: values.default({}) });

export const actedSchema = z
  .object({
    ...{ task: z.string(), case: z.string(), verb: z.enum(verbs), changed: z.boolean(), state: z.enum(taskStates) },
    ...{ dueAt: stated, personId: z.string().nullable(), askedUntil: instant.nullable() },
    report: z.enum(outlooks).optional(),
  })
  .openapi("Acted");

const labelled = z.object({ name: z.string(), label: text });
const fieldSchema = z
  .object({
    ...{ name: z.string(), type: z.enum(fieldTypes), label: text, required: z.boolean() },
    when: z.object({ field: z.string(), is: z.string() }).optional(),
    unless: z.string().optional(),
    options: z.array(z.object({ value: z.string(), label: text })).optional(),
    items: z.array(labelled).optional(),
    keys: z
      .array(z.string())
      .openapi({ description: "Under which its answer is given; a file is sent with the form." }),
  })
  .openapi("Field");
export const taskDetailSchema = z
  .object({
    ...taskFields,
    ...{ firstDueAt: stated, verifier: z.string().nullable(), returns: whole, submissions: whole, waitsFor: whole },
    asked: z.object({ until: instant, reason: z.string().nullable() }).nullable(),
    report: z.object({ status: z.enum(outlooks), at: instant.nullable(), note: z.string().nullable() }).nullable(),
    form: z.array(fieldSchema),
    may: z.array(z.enum(verbs)).openapi({ description: "What the token may do with it now." }),
  })
  .openapi("TaskDetail");

export const caseSchema = z
  .object({
    ...{ case: z.string(), organization: z.string(), duty: z.string(), kind: z.string(), key: z.string() },
    ...{ subject: z.string(), state: z.enum(caseStates), outcome: z.string().nullable() },
    ...{ openedAt: instant, settledAt: instant.nullable(), parent: z.string().nullable() },
    tasks: z.array(taskSchema),
  })
  .openapi("Case");
