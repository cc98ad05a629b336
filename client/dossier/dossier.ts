import { canonicalJson } from "../../domain/donations/disclosure-body.ts";
import { dossierFiles, dossierFormat, evidencePath } from "../../domain/dossier/manifest.ts";
import { type DossierEvidence, type DossierView, dossierViewer } from "../../domain/dossier/viewer.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { type EventRow, eventsOf } from "../../records/cases/events.ts";
import { filePart, type StoredFile } from "../../records/files.ts";
import { type SendingRow, sendingsOf } from "../../records/messages/sendings.ts";
import { evidenceOfCase, storyOf } from "../../records/views/pages.ts";
import type { ActContext } from "../context.ts";
import { progressOf } from "../tasks/progress.ts";
import { type DossierArchive, type DossierPart, pack } from "./archive.ts";

/** In bytes: how much of an evidence file is read at once. */
const partBytes = 256 * 1024;

export interface Dossier extends DossierArchive {
  /** Name under which it is saved. */
  name: string;
  files: number;
  events: number;
}

/**
 * The dossier of a case: tasks, submissions, the log with its hash chain, and the outcome of each message. People are named as on the case's page;
 * addresses and telephone numbers of messages are left out. The same state of a case gives the same file, byte for byte.
 * @throws {NotFoundError}
 */
export async function dossierOf(
  { db, now }: Pick<ActContext, "db" | "now">,
  caseId: string,
  language: LanguageCode,
): Promise<Dossier> {
  const at = now();
  // One consistent read of the case: later changes belong to the next dossier.
  const { view, events, sendings } = await db.$transaction(
    async (tx) => {
      const progress = await progressOf(tx, caseId, at);
      if (!progress) throw new NotFoundError(cause("no-case", { value: caseId }));
      const { case: found, organization, duty, tasks } = progress;
      const log = await eventsOf(tx, caseId);
      let files = 0;
      const evidence = (await evidenceOfCase(tx, caseId, null)).map((line): DossierEvidence => {
        if (line.type === "file") files += 1;
        return { ...line, path: line.type === "file" ? evidencePath(files, line.mime) : null };
      });
      const shown: DossierView = {
        ...{ language, zone: organization.zone, case: found, organization, duty, tasks, evidence },
        story: await storyOf(tx, caseId, null),
        events: { count: log.length, last: log.at(-1)?.hash ?? "" },
      };
      return { view: shown, events: log, sendings: await sendingsOf(tx, { caseId }, "name") };
    },
    { isolationLevel: "RepeatableRead" },
  );
  const { case: found, organization, evidence } = view;
  const parts: DossierPart[] = [
    { path: dossierFiles.viewer, content: dossierViewer(view) },
    { path: dossierFiles.case, content: lines([caseData(view)]) },
    { path: dossierFiles.events, content: lines(events.map(eventData)) },
    { path: dossierFiles.messages, content: lines(sendings.map(messageData)) },
    { path: dossierFiles.evidence, content: lines(evidence.map(evidenceData)) },
    ...evidence.flatMap(({ path, ...line }) =>
      path === null ? [] : [{ path, content: () => bytesOf(db, stored(line), line.size) }],
    ),
  ];
  const archive = pack(parts, {
    format: dossierFormat,
    case: found.id,
    organization: { code: organization.code, name: organization.name },
    events: view.events,
  });
  return { ...archive, name: `dossier-${found.id}.zip`, files: parts.length + 2, events: events.length };
}

const lines = (rows: readonly object[]): string => rows.map((row) => `${canonicalJson(plain(row))}\n`).join("");

/** A row as JSON: instants in UTC, absent fields left out. */
const plain = (row: object): unknown =>
  JSON.parse(JSON.stringify(row, (_key, value) => (typeof value === "bigint" ? value.toString() : value)));

function caseData({ case: found, organization, duty, tasks }: DossierView): object {
  const { id, kind, subject, state, openedAt, settledAt } = found;
  return {
    ...{ id, kind, subject, state, openedAt, settledAt },
    duty: { number: duty.number, clause: duty.clause, quote: duty.quote, title: duty.title },
    organization: { code: organization.code, name: organization.name },
    tasks: tasks.map((task) => ({
      id: task.id,
      step: task.step,
      title: titleOf(duty, task.step, task.facts),
      who: task.who,
      state: task.state,
      dueAt: statedDue(task),
      submittedAt: task.submittedAt,
      settledAt: task.settledAt,
    })),
  };
}

/** The fields from which a line's hash is computed, and the hash. */
const eventData = ({
  id,
  caseId,
  taskId,
  organizationId,
  at,
  actor,
  verb,
  before,
  after,
  tokenId,
  previous,
  hash,
}: EventRow) => ({
  ...{ id, caseId, taskId, organizationId, at, actor, verb, previous, hash },
  ...(tokenId !== null && { tokenId }),
  before: before ?? null,
  after: after ?? null,
});

const messageData = ({ taskId, step, channel, who, state, delivery, dropped, ...times }: SendingRow) => ({
  ...{ taskId, rung: step, channel, to: who, state, delivery, dropped },
  ...{ createdAt: times.createdAt, sendAt: times.sendAt, finishedAt: times.finishedAt },
});

const evidenceData = ({
  id,
  taskId,
  step,
  round,
  type,
  name,
  text,
  data,
  size,
  sha256,
  who,
  at,
  path,
}: DossierEvidence) => ({
  ...{ id, taskId, step, submission: round, type, name, who, at, path },
  ...(type === "file" ? { size, sha256 } : { text, data }),
});

/** The stored file, or the one that it shows again. */
function stored({ id, name, size, data }: Omit<DossierEvidence, "path">): StoredFile {
  const same = typeof data === "object" && data !== null && "same" in data ? String(data.same) : id;
  return { name, size, of: "evidence", id: same, key: same };
}

async function* bytesOf(db: ActContext["db"], file: StoredFile, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < size; at += partBytes) {
    const part = await filePart(db, file, at, partBytes);
    if (!part || part.length !== Math.min(partBytes, size - at)) throw new Error("a file of evidence is gone");
    yield part;
  }
}
