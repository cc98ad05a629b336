import { writeFile } from "node:fs/promises";
import { citationOf } from "../../domain/catalogue/citation.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { explanationOf } from "../../domain/messages/because.ts";
import { languageOf } from "../../domain/messages/languages/index.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import type { Roster } from "../../domain/roster/roster.ts";
import { newId } from "../../records/rows.ts";
import { dutyOfKind } from "../ladder.ts";

/** A mail as users of a peer pass it to nodemailer. */
export interface PlainMail {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

/** Composes the mails of the opening, one in each line; the peers only send them. @returns average bytes of subject, text and HTML */
export async function writeMails(roster: Roster, file: string): Promise<number> {
  const duty = dutyOf(dutyOfKind.recurring);
  const due = new Date(Date.now() + 20 * 86_400_000);
  const mails = roster.organizations.map(({ name, zone, people }): PlainMail => {
    const person = people.find(({ role }) => role === "secretariat")?.person;
    const code = newId().slice(0, 12);
    const { subject, text, html } = languageOf(person?.language ?? "zh-CN").email({
      to: { name: person?.name ?? "", language: person?.language ?? "zh-CN" },
      sender: "督办 Duban",
      items: [
        {
          shape: "due",
          part: "doer",
          organization: name,
          duty: { ...duty, clause: citationOf(duty) },
          task: titleOf(duty, "do"),
          due,
          zone,
          link: `https://duban.example.org/t/${code}`,
          code,
          why: explanationOf({
            organization: name,
            holds: ["secretariat"],
            part: "doer",
            task: { roles: ["secretariat"], verifier: null },
            policy: "ordinary",
            step: "opened",
          }),
        },
      ],
    });
    return { to: { name: person?.name ?? "", address: person?.email ?? "" }, subject, text, html };
  });
  await writeFile(file, mails.map((mail) => JSON.stringify(mail)).join("\n"));
  const bytes = mails.reduce((sum, { subject, text, html }) => sum + Buffer.byteLength(subject + text + html), 0);
  return Math.round(bytes / mails.length);
}
