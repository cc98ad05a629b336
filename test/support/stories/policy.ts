import type { NewCircular } from "../../../client/cases/circulars.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import type { Role } from "../../../domain/terms.ts";
import { photo } from "../browser/pictures.ts";
import type { Organization } from "../organization.ts";
import type { World } from "../world.ts";

/** A circular of an authority, as its organizations receive it. */
export const policy = (more: Partial<NewCircular> = {}): NewCircular => ({
  event: "policy-issued",
  source: "industry",
  title: "关于做好岁末年初防控工作的通知",
  text: "各单位要落实到岗。",
  actor: "administrator",
  ...more,
});

/** Cases of a circular in an organization, by duty. */
async function casesOf(city: World, organization: Organization, circular: string) {
  const rows = await city.db.case.findMany({ where: { organizationId: organization.id, circularId: circular } });
  const numbers = rows.sort((one, other) => Number.parseInt(one.duty, 10) - Number.parseInt(other.duty, 10));
  return new Map(numbers.map((row) => [row.duty, row]));
}

/** Tasks of a case, in the order in which they were requested. */
const tasksOf = (city: World, caseId: string) =>
  city.db.task.findMany({ where: { caseId }, orderBy: [{ openedAt: "asc" }, { id: "asc" }] });

/** A photo of a sign-in sheet. */
const signed = { name: "签到表.jpg", mime: "image/jpeg", bytes: photo("签到表") };

/** Submits a task with the values that its row requires and those of the story. */
async function submitFilled(
  city: World,
  organization: Organization,
  caseId: string,
  key: string,
  who: Role,
  values: Readonly<Record<string, string>> = {},
) {
  const task = await city.task(caseId, key);
  const { duty, step } = await city.db.task.findUniqueOrThrow({ where: { id: task.id } });
  const needed = fieldsOf(dutyOf(duty), step, {}).filter((ask) => ask.required && !(ask.name in values));
  const files = needed.some(({ type }) => type === "file") ? [signed] : [];
  const filled = needed.flatMap(({ name, type, items = [] }): [string, string][] =>
    type === "checklist"
      ? items.map((item) => [`${name}.${item.name}`, "ok"])
      : type === "file"
        ? []
        : [[name, type === "number" ? "12" : "已完成"]],
  );
  const answers = { ...Object.fromEntries(filled), ...values };
  return city.submit({ caseId, key }, organization.person(who), answers, files);
}

/** The checklist of a source's rules, with the first item not met. */
export function notMet(source: "industry" | "local", note: string): Record<string, string> {
  const [list] = fieldsOf(dutyOf("52"), `source-${source}`, {});
  const [item] = list?.items ?? [];
  return {
    ...Object.fromEntries((list?.items ?? []).map(({ name }) => [`${list?.name}.${name}`, "ok"])),
    [`${list?.name}.${item?.name}`]: "finding",
    [`${list?.name}.${item?.name}.note`]: note,
  };
}

const accept = async (city: World, organization: Organization, caseId: string, key: string, who: Role) =>
  city.act({
    taskId: (await city.task(caseId, key)).id,
    verb: "accept",
    actor: { personId: organization.person(who) },
  });

/** Acts of the stories in their city. @param city called at each act, because it may change */
export const policyIn = (city: () => World) => ({
  casesOf: (organization: Organization, circular: string) => casesOf(city(), organization, circular),
  tasksOf: (caseId: string) => tasksOf(city(), caseId),
  submit: (of: Organization, caseId: string, key: string, who: Role, values?: Record<string, string>) =>
    submitFilled(city(), of, caseId, key, who, values),
  accept: (of: Organization, caseId: string, key: string, who: Role) => accept(city(), of, caseId, key, who),
});
