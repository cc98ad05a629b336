import { startCase } from "../../client/cases/cases.ts";
import { issueCircular } from "../../client/cases/circulars.ts";
import { beginBatch, prepareBatch } from "../../client/desk/batches.ts";
import { runBatch } from "../../client/desk/run-batch.ts";
import { saveView } from "../../client/desk/saved-views.ts";
import { startCampaign } from "../../client/kinds/campaign.ts";
import { recordDonations } from "../../client/kinds/donation.ts";
import { raiseDonorMatter } from "../../client/kinds/donor-matters.ts";
import { raiseOpinion } from "../../client/kinds/opinion.ts";
import { enlist, startProject } from "../../client/kinds/project.ts";
import { goAway } from "../../client/registry/absences.ts";
import { sendAccessCode } from "../../client/registry/access-codes.ts";
import { addPerson } from "../../client/registry/people.ts";
import type { Role } from "../../domain/terms.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { disclosuresOfCase, openDisclosure, publish } from "../../records/donations/disclosures.ts";
import { codeOf, insertMyLink } from "../../records/messages/links.ts";
import { confirmationPath } from "../../records/roster/confirmations.ts";
import { newId } from "../../records/rows.ts";
import { endingPath, savedViewsOf } from "../../records/saved-views.ts";
import { starts } from "../../web/board/starts.ts";
import { Site } from "../../web/http/site.ts";
import { queryPath } from "../../web/public/query.ts";
import { receiptPath } from "../../web/public/raise.ts";
import { standIn } from "../cli/stand-in.ts";
import { photoWithPlace } from "../support/browser/pictures.ts";
import { type Desk, secretKey } from "../web/portal.ts";

const zone = "Asia/Shanghai";
/** The longest texts: a name without a space, a sentence, a title. */
export const long = {
  name: "广州市越秀区社会组织联合会暨公益慈善类社会组织综合党委应急救援与防灾减灾志愿服务总队",
  subject: "四楼东侧消防通道堆放活动物资，应急照明损坏，".repeat(6),
  word: "https-example.org-".repeat(8),
};

/** What a browser needs to open every page of a city. */
export interface FullCity {
  /** One or several URLs for each route that shows a page. */
  pages: Record<string, string[]>;
  /** Cookie of the administrator's session on the board. */
  session: string;
  /** Cookie of a secretary's own page. */
  own: string;
}

/** Fills a city with late tasks and long texts. */
export async function fillCity(desk: Desk, url: string): Promise<FullCity> {
  const { db, context } = desk;
  const organization = await desk.organization({ type: "IND", language: "zh-CN" });
  const charity = await desk.organization({ type: "CHA", language: "zh-CN" });
  const { id, code } = organization;
  await db.$executeRaw`update organization set name = ${long.name} where id = ${id}`;
  await db.$executeRaw`update organization set name = ${`${long.name}（慈善会）`} where id = ${charity.id}`;
  const { taskId, caseId } = await desk.finding(organization, long.subject, "critical");
  const photo = await photoWithPlace(1_600, 1_200);
  const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const files = [new File([new Uint8Array(photo)], `${long.word}.jpg`), new File(["%PDF-1.7"], `${long.name}.pdf`)];
  await desk.send(doer, "submit", { "ask-note": `${long.subject}\n${long.word}`, "ask-files": files });
  const late = await desk.finding(organization, long.subject, "major");
  const dueAt = new Date(desk.now().getTime() + 30 * 86_400_000);
  const review = await startCase(context, {
    duty: "60",
    organizationId: id,
    subject: "",
    actor: "administrator",
    dueAt,
  });
  const reviewTask = (await db.task.findFirstOrThrow({ where: { caseId: review.caseId } })).id;
  const inspection = await desk.begun(organization, "28");
  const sheet = await sheetOfMany(desk);
  const register = await registerOfMany(desk);
  const opinion = await raiseOpinion(context, {
    organization: code,
    kind: "opinion",
    words: long.subject + long.word,
    requester: { name: "陈先生", contact: "" },
    language: "zh-CN",
    key: "long",
    actor: "system",
  });
  const circular = await issueCircular(context, {
    event: "policy-issued",
    source: "local",
    title: `关于${long.subject}的通知`.slice(0, 190),
    text: `${long.subject}\n${long.word}`,
    organizations: [code],
    actor: "administrator",
  });
  const campaign = await startCampaign(context, {
    organizationId: charity.id,
    title: `${long.name}冬日暖阳助学行动`,
    emergency: true,
    startsOn: "2026-11-20",
    actor: "administrator",
  });
  const rows = [
    { on: "2026-11-21", direction: "received", amount: "123456789.01", donor: "匿名热心市民陈先生", key: "1" },
    { on: "2026-11-21", direction: "received", amount: "2600", goods: long.word, key: "2" },
    { on: "2026-11-22", direction: "used", amount: "98765432.10", purpose: long.subject.slice(0, 60), key: "3" },
    ...Array.from({ length: 200 }, (_, n) => ({
      ...{ on: "2026-11-22", direction: "received", amount: `${9_876_543_210 + n}.99`, key: `many-${n}` },
      donor: long.name.slice(0, 10 + (n % 30)),
    })),
  ];
  await recordDonations(context, { caseId: campaign.caseId, rows, actor: "administrator" });
  const period = "2026-11-25";
  const publishing = newId();
  const day = instantAt(period, "24:00", zone);
  await db.$executeRaw`insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at,
      first_due_at, climb_from, climb_due_at, round)
    values (${publishing}, ${campaign.caseId}, ${charity.id}, '40a', ${period}, 'publish', array['secretariat'], 'open', 'disclosure',
      ${desk.now()}, ${day}, ${day}, ${desk.now()}, ${day}, 'round-40a-0')`;
  await openDisclosure(db, {
    caseId: campaign.caseId,
    organizationId: charity.id,
    taskId: publishing,
    period,
    dueAt: day,
  });
  await db.$transaction((tx) =>
    publish(tx, { taskId: publishing, at: desk.now(), statement: long.subject + long.word }),
  );
  const [disclosure] = await disclosuresOfCase(db, campaign.caseId);
  const query = await raiseDonorMatter(context, {
    caseId: campaign.caseId,
    matter: "query",
    what: long.subject + long.word,
    key: "long",
    actor: "system",
  });
  // The secretary also keeps the books of that campaign; one of its tasks is theirs.
  await db.$executeRaw`update task set person_id = ${organization.person("secretariat")} where id = ${query.taskId}`;
  desk.pass(24 * 14);
  const links = async (task: string, ...roles: Parameters<typeof organization.person>[0][]): Promise<string[]> =>
    Promise.all(roles.map(async (role) => `/t/${await desk.code(organization.person(role), task)}`));
  const own = (await desk.device(organization.person("secretariat"))).replace(/^[^=]*=/, "");
  await goAway(context, {
    person: organization.person("secretariat"),
    delegate: organization.person("deputy"),
    ...{ organization: code, from: "2026-12-20", until: "2026-12-24", actor: "administrator" },
  });
  const session = (await desk.session(null)).replace("duban-session=", "");
  const site = new Site({ context, secretKey, publicUrl: url, health: async () => ({}), log: () => undefined });
  const mail = await mailed(desk, organization.id, organization.person("secretariat"), [taskId, late.taskId]);
  const [reviewer = ""] = await links(reviewTask, "head");
  const unknown = `/t/${await desk.code(organization.person("head"), late.taskId)}`;
  const raised = await raiseOpinion(context, {
    organization: charity.code,
    kind: "difficulty",
    words: long.subject,
    requester: { name: long.word.slice(0, 60), contact: "wang@example.net" },
    actor: "system",
  });
  // What the doer of a rectification was sent, and why.
  const told = `/t/${await desk.code(organization.person("secretariat"), late.taskId)}`;
  await standIn(db).rounds(desk.now());
  const reminded = await db.notice.findFirst({
    where: { taskId: late.taskId, personId: organization.person("secretariat") },
  });
  const inbox = [...(await desk.get("/inbox")).text.matchAll(/href="(\/inbox\/\w+)"/g)].map(([, path = ""]) => path);
  const pages = {
    "/": ["/"],
    "/t/:code": [
      ...(await links(taskId, "secretariat", "supervisory-board", "legal-representative", "authority")),
      ...(await links(late.taskId, "secretariat", "supervisory-board", "legal-representative", "authority")),
      ...(await links(inspection.taskId, "supervisory-board")),
      sheet,
      reviewer,
      "/t/unknown",
    ],
    "/t/:code/all": [`${doer}/all`],
    "/t/:code/why": [`${told}/why`],
    "/t/:code/why/:reference": [`${told}/why/${reminded?.id}`],
    "/t/:code/sheet": [`${doer}/sheet`],
    "/t/:code/sheet/:reference": [`${doer}/sheet/${mail}`],
    "/t/:code/handover": [`${doer}/handover`],
    "/t/:code/code": [`${unknown}/code`, ...(await sentCode(desk, organization.person("head"), unknown))],
    "/t/:code/hazard": [`${doer}/hazard`],
    "/t/:code/overdue/:task": [`${reviewer}/overdue/${late.taskId}`],
    "/my": ["/my"],
    "/my/away": ["/my/away"],
    "/my/campaign/:case": [`/my/campaign/${campaign.caseId}`],
    "/my/preferences": ["/my/preferences"],
    "/my/sheet/:organization/:day": [`/my/sheet/${id}/late`],
    "/my/link/:code": [`/my/link/${await myLink(desk, organization.person("secretariat"))}`],
    "/s/:code": [`/s/${await desk.boardCode(null)}`],
    "/board": ["/board", "/board?view=late", `/board?q=${encodeURIComponent(long.name)}`],
    "/board/hazard": ["/board/hazard"],
    "/board/levels": ["/board/levels", "/board/levels?done=set"],
    "/board/levels/preview": [
      `/board/levels/preview?hazard=flood&level=response&because=${encodeURIComponent(long.name)}`,
      "/board/levels/preview?hazard=flood&level=response&from=2026-01-01",
    ],
    "/board/views": ["/board/views"],
    "/weekly/:code": await savedViews(desk),
    "/board/organizations": ["/board/organizations", "/board/organizations?state=late"],
    "/board/batch/:id": await batches(desk, [taskId, late.taskId, reviewTask]),
    "/board/case/:id": [caseId, opinion.caseId, campaign.caseId, review.caseId, register].map(
      (one) => `/board/case/${one}`,
    ),
    "/board/case/:case/donations": [`/board/case/${campaign.caseId}/donations`],
    "/board/start": ["/board/start"],
    "/board/start/:what": starts.map(({ name }) => `/board/start/${name}`),
    "/board/task/:id": [`/board/task/${taskId}`, `/board/task/${late.taskId}`],
    "/board/report": [
      "/board/report?period=2026-12",
      ...["duty", "district", "type"].map((by) => `/board/report?period=2026&by=${by}`),
      "/board/report?period=x",
    ],
    "/board/report/issue": ["/board/report/issue?period=2026-12"],
    "/board/circulars": ["/board/circulars"],
    "/board/circulars/issue": ["/board/circulars/issue"],
    "/board/circulars/:id": [`/board/circulars/${circular.id}`],
    "/inbox": ["/inbox"],
    "/inbox/:n": inbox,
    "/org": ["/org", `/org?q=${encodeURIComponent(long.name)}`],
    "/org/:code": [`/org/${charity.code}`, `/org/${code}`],
    "/org/:code/disclosure/:id": [`/org/${charity.code}/disclosure/${disclosure?.id}`],
    "/o/:code/raise": [`/o/${code}/raise`],
    "/o/:code/query/:id": [`/o/${charity.code}/query/${campaign.caseId}`],
    "/raised/:code": [receiptPath(site, opinion.caseId)],
    "/query/:code": [queryPath(site, query.taskId)],
    "/confirm/:code": [confirmationPath(secretKey, raised.caseId, "wang@example.net")],
  };
  return { pages, session, own };
}

/** Saved views of the administrators with the longest names, and the page that ends the mail of one. */
async function savedViews(desk: Desk): Promise<string[]> {
  for (const name of [long.name.slice(0, 40), long.word.slice(0, 40)])
    await saveView(desk.context, {
      personId: null,
      name,
      query: `q=${encodeURIComponent(long.name)}&view=late`,
      weekly: false,
    });
  const [view] = await savedViewsOf(desk.db, null);
  return [endingPath(secretKey, view?.id ?? "")];
}

/** Acts on many tasks: previewed, with a missing field, and carried out. */
async function batches(desk: Desk, taskIds: readonly string[]): Promise<string[]> {
  const { context } = desk;
  const typed = { reason: long.subject };
  const input = { actor: "administrator" as const, found: "/board?view=late", typed };
  const remind = await prepareBatch(context, { ...input, act: "press" }, taskIds);
  const extend = await prepareBatch(context, { ...input, act: "grant-extension" }, taskIds);
  // Late tasks stay late, because other pages show them.
  const done = await prepareBatch(context, { ...input, act: "press" }, taskIds);
  await beginBatch(context, done);
  await runBatch(context, done);
  return [remind, extend, done].map((one) => `/board/batch/${one}`);
}

/** The link of a matrix with thirty rows and the longest names. */
async function sheetOfMany(desk: Desk): Promise<string> {
  const organization = await desk.organization({ type: "SVC", language: "zh-CN" });
  const { taskId } = await desk.begun(organization, "22b");
  const rows = Array.from({ length: 30 }, (_, n) => ({ id: `p${n}`, label: n % 2 ? long.name : long.word }));
  await desk.db.task.update({ where: { id: taskId }, data: { facts: { rows } } });
  const { roles } = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
  return `/t/${await desk.code(organization.person(roles[0] as Role), taskId)}`;
}

/** The case of a project with thirty people on its register. */
async function registerOfMany(desk: Desk): Promise<string> {
  const { id: organizationId, code } = await desk.organization({ type: "VOL", language: "zh-CN" });
  const named = Array.from({ length: 30 }, (_, n) => `${long.name.slice(0, 30)}${n}`);
  for (const [n, name] of named.entries())
    await addPerson(desk.context, { organization: code, role: "volunteer", name, email: `volunteer-${n}@example.org` });
  const project = { organizationId, title: long.name, startsOn: "2026-12-01", key: "many" };
  const { caseId } = await startProject(desk.context, { ...project, actor: "administrator" });
  await enlist(desk.context, { caseId, named, actor: "administrator" });
  return caseId;
}

/** The code of a link to a person's own page. */
async function myLink(desk: Desk, personId: string): Promise<string> {
  const expiresAt = new Date(desk.now().getTime() + 600_000);
  return codeOf(secretKey, await insertMyLink(desk.db, personId, { now: desk.now(), expiresAt, secretKey }));
}

/** Records one mail about several tasks. @returns its reference */
async function mailed(
  desk: Desk,
  organizationId: string,
  personId: string,
  taskIds: readonly string[],
): Promise<string> {
  const at = desk.now();
  const sent = { channel: "email", state: "sent", run: "run", createdAt: at };
  const { id: deliveryId } = await desk.db.delivery.create({
    data: { ...sent, id: newId(), personId, reference: "mail" },
  });
  const told = {
    ...{ channel: "email", part: "doer", shape: "due", shard: 1, state: "sent", sendAt: at, createdAt: at },
    ...{ organizationId, personId, deliveryId },
  };
  await desk.db.notice.createMany({
    data: taskIds.map((taskId) => ({ ...told, id: newId(), step: newId(), taskId })),
  });
  return "mail";
}

/** The page on which an access code is entered. */
async function sentCode(desk: Desk, personId: string, link: string): Promise<string[]> {
  const id = newId();
  await sendAccessCode(desk.context, { id, personId }, ["sms", "email"]);
  return [`${link}/code?of=${id}`];
}
