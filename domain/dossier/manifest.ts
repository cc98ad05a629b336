import { canonicalJson } from "../donations/disclosure-body.ts";

/** Files of a dossier besides evidence. The manifest and its checksum come last, because they cover all others. */
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

/** A file in the manifest. */
export interface ListedFile {
  path: string;
  bytes: number;
  /** In hex. */
  sha256: string;
}

/** Content of a dossier: each file with its SHA-256, and the end of its log's hash chain. */
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

/** In the format of `sha256sum --check`. */
export const checksumText = (sha256: string): string => `${sha256}  ${dossierFiles.manifest}\n`;

/** Whether a file name is safe: it cannot leave the folder, and is valid on every system. */
export const isDossierPath = (path: string): boolean =>
  /^(evidence\/)?[a-z0-9][a-z0-9-]{0,60}\.[a-z0-9]{1,8}$/.test(path);

/** Parses a manifest. @returns null: invalid */
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

/** File types that browsers display; other files can only be saved. */
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

/** Name of an evidence file in the dossier, independent of its original name. @param number from 1 */
export const evidencePath = (number: number, mime: string): string =>
  `evidence/${String(number).padStart(3, "0")}.${Object.hasOwn(extensions, mime) ? extensions[mime] : "bin"}`;

/** Whether it is displayed as a picture. */
export const isPicture = (path: string): boolean => /\.(gif|jpg|png|webp)$/.test(path);
