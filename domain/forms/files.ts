/** Why a file is rejected. */
export type FileRefusal = "program" | "not-a-picture" | "other-content";

/** Result of inspecting a file's bytes; `type` is a media type, absent without a known signature. */
export interface Content {
  type: string | null;
  /** The first bytes, for files without a signature. */
  head: Uint8Array;
}

/** Extensions of programs, scripts, and documents that are executed by a browser or an office program: rejected by name, whatever the content. */
const programs: ReadonlySet<string> = new Set(
  `apk app appx bat bin bash cab cgi chm class cmd com cpl crx deb dll dmg docm dotm elf exe fish gadget hta htm html iso jar js jse jsp
   ksh lnk mht mhtml mjs msc msi msix msp ocx php pif pl potm ppam ppsm pptm ps1 psm1 py reg rpm run scf scr sh shtml so svg svgz swf
   sys url vb vbe vbs wasm ws wsf wsh xbap xhtml xlam xlsb xlsm xltm xml xsl zsh`.split(/\s+/),
);

const office = /^application\/(zip|vnd\.openxmlformats-|vnd\.oasis\.|x-cfb|rtf|vnd\.ms-|msword)/;
/** Content types that an extension may have. Other extensions may have any content that is not a program. */
const expected: Readonly<Record<string, RegExp>> = {
  ...named("jpg jpeg jfif png gif webp heic heif avif bmp tif tiff", /^image\//),
  ...named("pdf", /^application\/pdf$/),
  ...named("doc docx xls xlsx ppt pptx wps et dps odt ods odp", office),
  ...named("ofd zip", /^application\/(zip|ofd)/),
  ...named("rtf", /^application\/rtf$/),
  ...named("mp4 mov m4v 3gp avi mkv webm", /^video\//),
  ...named("mp3 m4a wav amr ogg aac", /^(audio|video)\//),
};
const plain: ReadonlySet<string> = new Set(["txt", "csv", "md", "log", "json"]);

function named(names: string, type: RegExp): Record<string, RegExp> {
  return Object.fromEntries(names.split(" ").map((name) => [name, type]));
}

/** The extension of a name: `photo.JPG ` has `jpg`. Trailing dots and spaces, which Windows drops, are ignored. */
export const extensionOf = (name: string): string =>
  /\.([^.\s/\\]+)[.\s]*$/u.exec(name.normalize("NFKC").toLowerCase())?.[1] ?? "";

/**
 * Checks a file's content against its name and its field.
 * @param picture a picture is required
 * @returns why it is rejected; null: accepted
 */
export function refusalOf(name: string, content: Content, picture: boolean): FileRefusal | null {
  const extension = extensionOf(name);
  if (programs.has(extension) || isProgram(content)) return "program";
  if (picture && !isPicture(content.type)) return "not-a-picture";
  if (plain.has(extension)) return content.type === null && !content.head.includes(0) ? null : "other-content";
  const fits = expected[extension];
  return fits && !fits.test(content.type ?? "") ? "other-content" : null;
}

export const isPicture = (type: string | null): boolean =>
  type?.startsWith("image/") === true && type !== "image/svg+xml";

const executable =
  /^application\/(x-msdownload|x-elf|x-mach-binary|wasm|java-vm|x-ms-shortcut|x-msi|vnd\.android\.package-archive|java-archive|x-deb|x-rpm|x-shockwave-flash|vnd\.ms-cab-compressed|x-apple-diskimage)$/;

function isProgram({ type, head }: Content): boolean {
  if (type !== null && type !== "application/xml") return executable.test(type);
  // Scripts and HTML have no signature; interpreters and browsers recognize them by their beginning.
  const start = new TextDecoder("utf-8")
    .decode(head.subarray(0, 512))
    .replace(/^\uFEFF/, "")
    .trimStart()
    .toLowerCase();
  return start.startsWith("#!") || /^(<!doctype html|<html|<script|<svg|<\?php)/.test(start);
}
