import { SaxesParser } from "saxes";

interface AtomEntry {
  id: string;
  title: string;
  updated: string;
  summary: string;
  alternate: string;
}

/** Reads an Atom feed strictly. @throws if it is not well-formed XML, or lacks an element that RFC 4287 requires */
export function readAtom(text: string) {
  const parser = new SaxesParser({ xmlns: true });
  const feed: Record<string, string> = {};
  const entries: Record<string, string>[] = [];
  const open: string[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ uri, local, attributes }) => {
    if (uri !== "http://www.w3.org/2005/Atom") throw new Error(`${local} is of ${uri}`);
    if (local === "entry") entries.push({});
    open.push(local);
    const about = entries.at(-1) ?? feed;
    if (local === "link") about[attributes.rel?.value ?? "alternate"] = attributes.href?.value ?? "";
  });
  parser.on("text", (said) => {
    const about = entries.at(-1) ?? feed;
    const name = open.at(-1) === "name" ? "author" : (open.at(-1) ?? "");
    if (said.trim() !== "") about[name] = (about[name] ?? "") + said;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  const { id = "", title = "", updated = "", self = "", author = "" } = feed;
  for (const one of [feed, ...entries]) {
    for (const name of ["id", "title", "updated"]) if (!one[name]) throw new Error(`${name} is missing`);
    if (new Date(one.updated ?? "").toISOString() !== one.updated) throw new Error(`updated is ${one.updated}`);
    if (!URL.canParse(one.id ?? "")) throw new Error(`id is ${one.id}`);
  }
  return { feed: { id, title, updated, self, author }, entries: entries as unknown as AtomEntry[] };
}
