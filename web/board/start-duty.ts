import { startCase } from "../../client/cases/cases.ts";
import { applies } from "../../domain/catalogue/applies.ts";
import { allDuties, dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { firstSteps, procedureOf } from "../../domain/procedures/kinds.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { organizationsById } from "../../records/roster/holders.ts";
import type { Start } from "./start.ts";

const askable = allDuties.filter((duty) => procedureOf(duty.kind).askedInALine && firstSteps(duty).length > 0);

/** Starting a duty outside its plan, such as an inspection, a drill or a plan review. */
export const startDuty: Start = {
  name: "duty",
  title: {
    zh: "临时布置一项职责（检查、演练、核对等）",
    en: "Ask for a duty now (an inspection, a drill, a check …)",
  },
  fields: [
    {
      name: "duty",
      type: "choice",
      label: { zh: "哪一项", en: "Which" },
      required: true,
      options: askable.map(({ number, title }) => ({
        value: number,
        label: { zh: `${number} ${title.zh}`, en: `${number} ${title.en}` },
      })),
    },
    { name: "about", type: "line", label: { zh: "为什么", en: "Why" }, required: false },
    {
      name: "due",
      type: "day",
      label: { zh: "何时之前完成（留空按该项职责的期限）", en: "By when (empty: the duty's own term)" },
      required: false,
    },
  ],
  async start(context, { organizationId, values: { duty: number = "", about = "", due }, key, actor }) {
    const organization = (await organizationsById(context.db, [organizationId])).get(organizationId);
    if (!organization) throw new NotFoundError(cause("no-organization-id", { value: organizationId }));
    const duty = dutyOf(number);
    if (!applies(duty, profileOf(organization)))
      throw new RefusedError(cause("duty-does-not-apply", { duty: number, organization: organization.code }));
    const dueAt = due !== undefined && isLocalDate(due) ? instantAt(due, "18:00", organization.zone) : undefined;
    if (due !== undefined && !(dueAt && dueAt > context.now()))
      throw new BadInputError(unusable("due", due, expected("day-to-come")));
    const asked = { duty: number, organizationId, subject: about, key, actor };
    return (await startCase(context, { ...asked, ...(dueAt && { dueAt }) })).caseId;
  },
};
