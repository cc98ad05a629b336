import { canonicalJson } from "../donations/disclosure-body.ts";

/** The files of a dossier that are not evidence. The manifest and its checksum come last: they speak of all others. */
export const dossierFiles = {
  viewer: "index.html",
  case: "case.json",
  events: "events.jsonl",
  messages: "messages.jsonl",
  evidence: "evidence.jsonl",
  manifest: "manifest.json",
  checksum: "manifest.sha256",
} as const;

export const dossierFormat = "duban-dossier-1";

/** A file as the manifest knows it. */
export interface ListedFile {
  path: string;
  bytes: number;
  /** In hex. */
  sha256: string;
}

/** What a dossier holds: each file with its SHA-256, and where the chain of its events ends. */
export interface Manifest {
  format: typeof dossierFormat;
  case: string;
  organization: { code: string; name: string };
  events: {
    count: number;
    /** Hash of the last line; empty: there is none. */
    last: string;
  };
  files: readonly ListedFile[];
}

export const manifestText = (manifest: Manifest): string => `${canonicalJson(manifest)}\n`;

/** As `sha256sum --check` reads it. */
export const checksumText = (sha256: string): string => `${sha256}  ${dossierFiles.manifest}\n`;

/** Names that a dossier may have: none leaves its folder, and none means something else elsewhere. */
export const isDossierPath = (path: string): boolean =>
  /^(evidence\/)?[a-z0-9][a-z0-9-]{0,60}\.[a-z0-9]{1,8}$/.test(path);

/** @returns null: it is none */
export function readManifest(text: string): Manifest | null {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  const { format, files, events, organization, ...rest } = record(given);
  const { count, last } = record(events);
  const { code, name } = record(organization);
  if (format !== dossierFormat || !Array.isArray(files)) return null;
  if (typeof rest.case !== "string" || typeof code !== "string" || typeof name !== "string") return null;
  if (typeof count !== "number" || typeof last !== "string" || !files.every(isListed)) return null;
  return { format, case: rest.case, organization: { code, name }, events: { count, last }, files };
}

function isListed(given: unknown): given is ListedFile {
  const { path, bytes, sha256 } = record(given);
  return typeof path === "string" && typeof bytes === "number" && typeof sha256 === "string";
}

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** Kinds of files that a browser shows by themselves; every other one is only ever saved. */
const extensions: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "text/csv": "csv",
  "text/plain": "txt",
};

/** Under what name a file of evidence lies in the dossier: the one that it was handed in under may be any. @param number from 1 */
export const evidencePath = (number: number, mime: string): string =>
  `evidence/${String(number).padStart(3, "0")}.${Object.hasOwn(extensions, mime) ? extensions[mime] : "bin"}`;

/** It is shown as a picture. */
export const isPicture = (path: string): boolean => /\.(gif|jpg|png|webp)$/.test(path);
