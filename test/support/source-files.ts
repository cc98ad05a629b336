import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Folders of the root that hold what is built or generated, and folders of installed packages at any depth. */
const notWritten = /^\.|^build$|^prisma\/generated$|(^|\/)node_modules$/;

/** Source files below folders, as paths from the root. @param folders @default the whole tree */
export const sourceFiles = (folders: readonly string[] = [""], name = /\.ts$/): string[] =>
  folders.flatMap((folder) => filesBelow(folder)).filter((path) => name.test(path));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (notWritten.test(path)) return [];
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}
