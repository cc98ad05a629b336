import { type Context, Hono } from "hono";
import { type IssuedCircular, issueCircular } from "../../../client/cases/circulars.ts";
import { issueCall } from "../../../client/kinds/call.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../../domain/errors.ts";
import { type Circular, circularEvents, circularSources } from "../../../domain/procedures/circular.ts";
import { placeOf } from "../../../domain/reasons/index.ts";
import { organizationTypes } from "../../../domain/terms.ts";
import { cityZone as zone } from "../../../domain/time/zones.ts";
import { newId } from "../../../records/rows.ts";
import { organizationsIssuedTo } from "../../../records/views/overseen.ts";
import { layout } from "../../http/layout.ts";
import { type Form, longForm } from "../../http/multipart.ts";
import { type Session, sessionOf } from "../../http/session.ts";
import type { Site } from "../../http/site.ts";
import { say } from "../../words.ts";
import { boardPlaces } from "../board-task.ts";
import { type IssueAttempt, type IssueField, issuePage, typeField } from "./circular-issue-page.ts";

/** Organizations to which the reader may issue circulars: those in which they are the authority; null: all (administrator). */
export async function issuesTo({ deps: { context } }: Site, { personId }: Session): Promise<readonly string[] | null> {
  if (personId === null) return null;
  return organizationsIssuedTo(context.db, personId, context.now());
}

export async function mayIssue(site: Site, session: Session): Promise<boolean> {
  return (await issuesTo(site, session))?.length !== 0;
}

/** Token that proves that the form of a circular came from our own page. */
export const issueToken = (site: Site, { id }: Session, key: string): string => site.token("issue", id, key);

/** Issuing a circular (a policy or a call to action). GET shows, POST acts. */
export function circularIssueRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  const open = async (c: Context): Promise<{ session: Session; among: readonly string[] | null } | Response> => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const among = await issuesTo(site, session);
    return among?.length === 0 ? site.notFound(c) : { session, among };
  };
  const show = (c: Context, session: Session, attempt: IssueAttempt | null, status: 200 | 409 | 422): Response => {
    const language = site.language(c, session.language);
    const key = attempt?.key ?? newId();
    const body = issuePage({ language, attempt, key, token: issueToken(site, session, key) });
    const frame = site.frame(c, language, boardPlaces(site, language, false));
    return c.html(layout(frame, { title: say("issue", language), body }), status) as Response;
  };

  routes.get("/board/circulars/issue", async (c) => {
    const opened = await open(c);
    return opened instanceof Response ? opened : show(c, opened.session, null, 200);
  });

  routes.post("/board/circulars/issue", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { session, among } = opened;
    const form = await site.form(c, (field) => issueToken(site, session, field("key")), { ...longForm, files: 1 });
    if (form instanceof Response) return form;
    const key = (form.fields.get("key") ?? "").trim();
    const read = readIssue(form);
    const attempt = { key, values: Object.fromEntries(form.fields) };
    if (!("input" in read)) return show(c, session, { ...attempt, problems: read.problems }, 422);
    const { event, replyBy, ...what } = read.input;
    const input = {
      ...what,
      ...(among !== null && { among }),
      // Idempotency key: a form that is sent twice issues one circular.
      key: `board-${key}`,
      actor: session.personId === null ? ("administrator" as const) : { personId: session.personId },
    };
    try {
      const issued: IssuedCircular =
        event === "call-issued"
          ? await issueCall(context, { ...input, ...(replyBy !== undefined && { replyBy }) }, zone)
          : await issueCircular(context, { ...input, event });
      return c.redirect(`/board/circulars/${issued.id}`, 303);
    } catch (error) {
      if (error instanceof BadInputError) return show(c, session, { ...attempt, problems: problemsOf(error) }, 422);
      if (error instanceof NotFoundError) return show(c, session, { ...attempt, problems: ["organizations"] }, 422);
      if (error instanceof RefusedError) return show(c, session, { ...attempt, problems: ["whom"] }, 409);
      throw error;
    }
  });
  return routes;
}

interface Read extends Pick<Circular, "event" | "source" | "title" | "text" | "urgency" | "types" | "districts"> {
  organizations: readonly string[];
  replyBy?: string;
  file?: Form["files"][number];
}

function readIssue({ fields, files, refused }: Form): { input: Read } | { problems: IssueField[] } {
  const field = (name: string): string => (fields.get(name) ?? "").trim();
  const listed = (name: string): string[] => [
    ...new Set(
      field(name)
        .split(/[,，、;；\s]+/u)
        .filter(Boolean),
    ),
  ];
  const event = circularEvents.find((one) => one === field("event"));
  const source = circularSources.find((one) => one === field("source"));
  const file = files.find((one) => one.bytes.length > 0);
  const organizations = listed("organizations");
  const types = organizationTypes.filter((one) => fields.has(typeField(one)));
  const districts = listed("districts");
  const problems: IssueField[] = [
    ...(event ? [] : (["event"] as const)),
    ...(source ? [] : (["source"] as const)),
    ...(organizations.length > 0 && types.length + districts.length > 0 ? (["organizations"] as const) : []),
    ...(refused.length > 0 ? (["file"] as const) : []),
  ];
  if (!event || !source || problems.length > 0) return { problems };
  const input: Read = {
    event,
    source,
    title: field("title").replace(/\s+/gu, " "),
    text: field("text"),
    urgency: field("urgent") === "yes" ? "urgent" : "routine",
    types,
    districts,
    organizations,
    ...(event === "call-issued" && field("reply-by") !== "" && { replyBy: field("reply-by") }),
    ...(file && { file }),
  };
  return { input };
}

function problemsOf({ causes }: BadInputError): IssueField[] {
  const empty = causes.some(({ reason }) => reason === "text-or-document");
  const fields = (["title", "text", "file", "reply-by", "organizations"] as const).filter((name) =>
    causes.some((one) => placeOf(one) === name.replace("-", " ")),
  );
  return empty ? [...fields.filter((name) => name !== "text"), "content"] : fields;
}
