import { type Context, Hono } from "hono";
import { dossierOf } from "../../client/dossier/dossier.ts";
import { repeatedly } from "../../client/reading.ts";
import { type Progress, progressOf } from "../../client/tasks/progress.ts";
import { disclosureKind } from "../../domain/procedures/kinds/disclosure.ts";
import { textIn } from "../../domain/words.ts";
import { evidenceOfCase, storyOf } from "../../records/views/pages.ts";
import { html } from "../http/html.ts";
import { layout } from "../http/layout.ts";
import { longForm } from "../http/multipart.ts";
import { type Session, sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { streamed } from "../http/stream-file.ts";
import { say } from "../words.ts";
import { boardPlaces } from "./board-task.ts";
import { casePage } from "./case-page.ts";
import { comingOf } from "./desk/coming.ts";
import { changeDuty, hasRegister, registerOfCase } from "./register.ts";
import type { RegisterRefusal } from "./register-page.ts";

interface Opened {
  session: Session;
  progress: Progress;
}

/** The one step of all tasks; null: they are of several steps. */
function onlyStep(tasks: Progress["tasks"]): string | null {
  const steps = new Set(tasks.map(({ step }) => step));
  return steps.size === 1 ? ([...steps][0] ?? null) : null;
}

/** Page of a case on the board: phases, open tasks, register, story. */
export function boardCaseRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db, calendar } = context;
  const routes = new Hono();

  const open = async (c: Context): Promise<Opened | Response> => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const progress = await progressOf(repeatedly(db), c.req.param("id") ?? "", context.now());
    const within = progress && (session.organizationIds?.includes(progress.organization.id) ?? true);
    return within ? { session, progress } : site.notFound(c);
  };
  const tokenOf = ({ session, progress }: Opened): string => site.token("register", session.id, progress.case.id);
  const show = async (
    c: Context,
    opened: Opened,
    refused: RegisterRefusal | null,
    status: 200 | 409,
  ): Promise<Response> => {
    const { session, progress } = opened;
    const language = site.language(c, session.language);
    const now = context.now();
    const { case: found, organization, duty } = progress;
    const own = { ...context, db: repeatedly(db), calendar: context.calendar };
    const [story, evidence, ahead, register] = await Promise.all([
      storyOf(own.db, found.id, null),
      evidenceOfCase(own.db, found.id),
      comingOf(own, progress, { now, language, personId: session.personId }),
      registerOfCase(own, progress, { language, token: tokenOf(opened), refused }),
    ]);
    const record = {
      language,
      zone: organization.zone,
      now,
      duty,
      // In a case of one step, lines do not name the step.
      step: onlyStep(progress.tasks),
      story,
      evidence,
      path: ({ taskId }: { taskId: string }) => `/board/task/${taskId}`,
      batches: true,
    };
    const body = html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>${casePage({ ...progress, now, calendar, language, record, register, ahead, records: found.kind === disclosureKind && session.personId === null, page: c.req.query("page") })}`;
    const title = found.subject || textIn(duty.title, language);
    return c.html(
      layout(site.frame(c, language, boardPlaces(site, language, false)), { title, body }),
      status,
    ) as Response;
  };

  routes.get("/board/case/:id", async (c) => {
    const opened = await open(c);
    return opened instanceof Response ? opened : show(c, opened, null, 200);
  });

  /** The dossier, generated while it is downloaded. */
  routes.get("/board/case/:id/dossier.zip", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { session, progress } = opened;
    const dossier = await dossierOf(context, progress.case.id, site.language(c, session.language));
    const parts = dossier.stream[Symbol.asyncIterator]();
    const next = async (): Promise<Uint8Array | null> => {
      const { value, done } = await parts.next();
      return done ? null : value;
    };
    return c.body(streamed(c, next, { log: site.deps.log }), 200, {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${dossier.name}"`,
      "X-Content-Type-Options": "nosniff",
    }) as Response;
  });

  routes.post("/board/case/:id/duty", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { session, progress } = opened;
    if (!hasRegister(progress)) return site.notFound(c);
    const form = await site.form(c, tokenOf(opened), longForm);
    if (form instanceof Response) return form;
    const actor = session.personId === null ? "administrator" : { personId: session.personId };
    const refused = await changeDuty(context, progress, form, actor);
    if (refused) return show(c, opened, refused, 409);
    return c.redirect(`/board/case/${progress.case.id}`, 303);
  });
  return routes;
}
